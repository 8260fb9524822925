// What verification says (VER-2, VER-19): one outcome per check in the words of codes.json, and one verdict.
import { type Check, CODES, type Code, type State, type Verdict } from "./codes.ts";
import type { JsonObject } from "./json.ts";

export type Names = Record<string, string>;

export interface Outcome {
  check: Check;
  code: Code;
  state: State;
  /** The sentence of the code with its names filled in. */
  detail: string;
  /** What fills the names of the sentence, for a page that says it in another language. */
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
  const { state, detail } = CODES[code];
  return { check, code, state, detail: fillNames(detail, names), names };
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

/** The result as one JSON object, members as VER-19 has them. */
export function asJson({ input, verdict, checks, credential, data_as_of }: Result): JsonObject {
  const outcomes = checks.map(({ check, code, state, detail }) => ({ check, code, state, detail }));
  return { input, verdict, checks: outcomes, credential, data_as_of };
}
