// What is wrong with an input, by its code (VER-3).
import type { Code } from "./codes.ts";

/** `names` fills the sentence of the code. */
export class InputFault extends Error {
  constructor(
    readonly code: Code,
    readonly names: Readonly<Record<string, string>> = {},
  ) {
    super(code);
  }
}
