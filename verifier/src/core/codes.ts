// The words of spec/codes.json and spec/reasons.json, as the core uses them.
import { kinds, no_reason } from "../../../spec/codes.json";
import { type Code, NOT_FAILED, type State } from "../generated/codes.ts";

export { CHECKS, REASONS, VERDICTS } from "../generated/codes.ts";
export type { Check, Code, State, Verdict } from "../generated/codes.ts";

/** What an input may be read as: a card, a credential, a credential of a presentation, a learner record. */
export const KINDS = kinds as [string, string, string, string];
export const NO_REASON: string = no_reason;

const STATES = new Map<string, State>();
for (const [state, codes] of Object.entries(NOT_FAILED)) for (const code of codes.split(" ")) STATES.set(code, state as State);

/** The state that a code stands for. */
export function stateOf(code: Code): State {
  return STATES.get(code) ?? "failed";
}
