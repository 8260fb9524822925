// From the outcomes of the checks to one word (VER-17, VER-18). Pure.
import type { Check, Code, Verdict } from "./codes.ts";
import type { Outcome } from "./result.ts";

const AUTHENTICITY: readonly Check[] = ["shape", "issuer", "signature", "registered", "definition", "authority"];

type Test = (found: Outcome) => boolean;
const failed: Test = ({ state }) => state === "failed";
const open: Test = ({ state }) => state === "not_run" || state === "stale";
const notPassed: Test = ({ state }) => state !== "passed";
const isOutside: Test = ({ code }) => code === "issuer-outside";
const failedWith = (code: Code): Test => (found) => failed(found) && found.code === code;

/** The lines of VER-17; the first that holds for one of its checks counts. */
const TABLE: readonly (readonly [Verdict, readonly Check[], Test])[] = [
  ["cannot_tell", ["parse"], failed],
  ["cannot_tell", ["issuer"], isOutside],
  ["invalid", AUTHENTICITY, failed],
  ["cannot_tell", AUTHENTICITY, open],
  ["revoked", ["state"], failedWith("revoked")],
  ["cannot_tell", ["state"], open],
  ["cannot_tell", ["freshness"], notPassed],
  ["superseded", ["state"], failedWith("superseded")],
  ["suspended", ["state"], failedWith("suspended")],
  ["not_yet_valid", ["validity"], failedWith("not-yet-valid")],
  ["expired", ["validity"], failedWith("expired")],
  ["cannot_tell", ["state", "validity"], notPassed],
];

/** The verdict on one credential and its leading outcome, from the outcomes of all checks in their order. */
export function verdictOf(checks: readonly Outcome[]): { verdict: Verdict; leading: Outcome | undefined } {
  for (const [verdict, names, test] of TABLE) {
    const leading = checks.find((found) => names.includes(found.check) && test(found));
    if (leading !== undefined) return { verdict, leading };
  }
  return { verdict: "valid", leading: undefined };
}
