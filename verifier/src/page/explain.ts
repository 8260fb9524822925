// A result in the words of the page: its title, its sentence, and what to do next.
import type { Check, State } from "../core/codes.ts";
import type { Outcome, Result } from "../core/result.ts";
import { find, say, sayNames } from "./messages.ts";

export interface Explanation {
  title: string;
  sentence: string;
  next: string;
}

export function stateOf(result: Result, check: Check): State {
  return result.checks.find((found) => found.check === check)?.state ?? "not_run";
}

/** Whether a result is about an issuer outside (VER-4). */
export function isOutside({ leading }: Result): boolean {
  return leading?.code === "issuer-outside";
}

/** Whether what the credential says counts as said: its issuer, of this registry, signed it and nothing speaks against it. */
export function isProven(result: Result): boolean {
  return stateOf(result, "signature") === "passed" && result.verdict !== "invalid" && !isOutside(result);
}

/** The outcome that a visitor should read about: the leading one, or what stands behind it if that was only not reached. */
export function telling({ leading, checks }: Result): Outcome | undefined {
  if (leading?.code !== "blocked") return leading;
  return checks.find(({ state, code }) => state !== "passed" && code !== "blocked") ?? leading;
}

export function explain(result: Result): Explanation {
  const { verdict } = result;
  const about = telling(result);
  const names = sayNames(about?.names ?? {});
  const byCode = verdict === "invalid" || verdict === "cannot_tell" ? about?.code : undefined;
  return {
    title: say(`verdict.${isOutside(result) ? "outside" : verdict}.title`),
    sentence: (byCode && find(`code.${byCode}`, codeNames(about))) ?? say(`verdict.${verdict}.sentence`, names),
    next: (byCode && find(`code.${byCode}.next`, names)) ?? say(`verdict.${verdict}.next`, names),
  };
}

/** The kind of file in which the credential was found; undefined where it came by itself (CON-3). */
export function containerOf({ checks }: Result): string | undefined {
  return checks.find(({ check }) => check === "parse")?.names["container"];
}

/** What a check found, in one sentence; empty while the words for it are not at hand. */
export function sayOutcome(found: Outcome): string {
  return find(`code.${found.code}`, codeNames(found)) ?? "";
}

function codeNames(found: Outcome | undefined): Record<string, string> {
  const names = sayNames(found?.names ?? {});
  if (found?.code !== "parse") return names;
  const { container, kind } = found.names;
  names["kind"] = say(`kind.${kind}`);
  if (container !== undefined) names["kind"] = say(`kind.in.${container}`, names);
  return names;
}
