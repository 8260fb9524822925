// From the outcomes of the checks to one word (VER-17, VER-18). Pure.
import type { Verdict } from "./codes.ts";
import type { Outcome } from "./result.ts";

type Words = readonly string[];

const AUTHENTICITY: Words = ["shape", "issuer", "signature", "registered", "definition", "authority"];
const OPEN: Words = ["not_run", "stale"];
const NOT_PASSED: Words = ["failed", ...OPEN];

/** The lines of VER-17: the first counts that has for one of its checks one of its states or codes. */
const TABLE: readonly (readonly [verdict: Verdict, checks: Words, found: Words])[] = [
  ["cannot_tell", ["parse"], ["failed"]],
  ["cannot_tell", ["issuer"], ["issuer-outside"]],
  ["invalid", AUTHENTICITY, ["failed"]],
  ["cannot_tell", AUTHENTICITY, OPEN],
  ["revoked", ["state"], ["revoked"]],
  ["cannot_tell", ["state"], OPEN],
  ["cannot_tell", ["freshness"], NOT_PASSED],
  ["superseded", ["state"], ["superseded"]],
  ["suspended", ["state"], ["suspended"]],
  ["not_yet_valid", ["validity"], ["not-yet-valid"]],
  ["expired", ["validity"], ["expired"]],
  ["cannot_tell", ["state", "validity"], NOT_PASSED],
];

/** The verdict on one credential and its leading outcome, from the outcomes of all checks in their order. */
export function verdictOf(checks: readonly Outcome[]): { verdict: Verdict; leading: Outcome | undefined } {
  for (const [verdict, names, found] of TABLE) {
    const leading = checks.find(({ check, state, code }) => names.includes(check) && (found.includes(state) || found.includes(code)));
    if (leading !== undefined) return { verdict, leading };
  }
  return { verdict: "valid", leading: undefined };
}
