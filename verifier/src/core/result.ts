// What verification says (VER-2, VER-19): one outcome per check in the words of codes.json, and one verdict.
import { type Check, type Code, type State, stateOf, type Verdict } from "./codes.ts";
import type { JsonObject } from "./json.ts";

export type Names = Record<string, string>;

export interface Outcome {
  check: Check;
  code: Code;
  state: State;
  /** What fills the names of the code's sentence, in whatever language it is said. */
  names: Names;
}

export interface Result {
  input: string;
  verdict: Verdict;
  checks: readonly Outcome[];
  credential: JsonObject | null;
  data_as_of: string | null;
  /** The check that decides the verdict; undefined when it is valid (VER-18). */
  leading: Outcome | undefined;
}

export function outcome(check: Check, code: Code, names: Names = {}): Outcome {
  return { check, code, state: stateOf(code), names };
}

export function fillNames(sentence: string, names: Names): string {
  return sentence.replace(/\{([a-z]+)\}/g, (whole, name: string) => names[name] ?? whole);
}

/** Text of the input as a sentence may repeat it: printable ASCII, not long (VER-20). */
export function shown(text: string): string {
  const points = [...text];
  const plain = points.slice(0, 64).map((point) => (point >= "!" && point <= "~" ? point : "?")).join("");
  return points.length > 64 ? `${plain}…` : plain;
}
