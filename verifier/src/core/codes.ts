// The words of spec/codes.json and spec/reasons.json, as the core uses them.
import { kinds, no_reason } from "../../../spec/codes.json";

export { CHECKS, CODES, REASONS, STATES, VERDICTS } from "../generated/codes.ts";
export type { Check, Code, State, Verdict } from "../generated/codes.ts";

/** What an input may be read as: a card, a credential, a credential of a presentation, a learner record. */
export const KINDS = kinds as [string, string, string, string];
export const NO_REASON: string = no_reason;
