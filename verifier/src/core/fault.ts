// What is wrong with an input, by its code (VER-3).
import type { Code } from "./codes.ts";
import type { Names } from "./result.ts";

/** `names` fills the sentence of the code, and repeats only harmless text of the input (VER-20). */
export class InputFault extends Error {
  constructor(
    readonly code: Code,
    readonly names: Names = {},
  ) {
    super(code);
  }
}
