// The codes of spec/codes.json and spec/reasons.json, as the core uses them.
import { CHECKS, type Code, NOT_FAILED, type State } from "../generated/codes.ts";

export { CHECKS, REASONS, VERDICTS } from "../generated/codes.ts";
export type { Check, Code, State, Verdict } from "../generated/codes.ts";

/** What an input may be read as: a card, a credential, a credential of a presentation, a learner record. */
export type Kind = "card" | "json" | "presentation" | "record";
/** Files in which a credential may be found (CON-1). */
export type Container = "pdf" | "png" | "svg";

/** From codes to states, of a table in which the codes of each state are one text. A check's own name stands for passed. */
export function statesOf(table: Partial<Record<State, string>>): (code: Code) => State {
  const states = Object.entries(table).flatMap(([state, codes]) => codes.split(" ").map((code) => [code, state as State] as const));
  const known = new Map<string, State>(states);
  return (code) => known.get(code) ?? ((CHECKS as readonly string[]).includes(code) ? "passed" : "failed");
}

/** The state that a code of the core stands for; those of the part for issuers outside are in that part. */
export const stateOf = statesOf(NOT_FAILED);
