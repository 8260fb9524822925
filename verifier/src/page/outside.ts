// Results on credentials of issuers outside the registry: what was checked, told without any colour of approval.
import type { Bytes } from "../core/bytes.ts";
import type { Json, JsonObject } from "../core/json.ts";
import type { Outcome, Result } from "../core/result.ts";
import { readAtHand } from "../core/strangers.ts";
import { el } from "./dom.ts";
import { sayOutcome } from "./explain.ts";
import { say } from "./messages.ts";

/** Whether a result is about an issuer outside (VER-4). */
export function isOutside({ leading }: Result): boolean {
  return leading?.code === "issuer-outside";
}

const CHECKED: readonly string[] = ["signature", "state", "validity"];
const AIDS: readonly Json[] = ["BitstringStatusListCredential", "StatusList2021Credential"];

/** What was looked at all the same, check by check. */
export function checkedOutside(result: Result): HTMLElement {
  const items = result.checks.filter(({ check }) => CHECKED.includes(check)).map(item);
  const isMissing = result.checks.some(({ code }) => code === "did-not-at-hand" || code === "status-not-at-hand");
  return el(
    "div",
    { class: "document outside-checks" },
    el("h3", {}, say("outside.heading")),
    el("ul", {}, ...items),
    el("p", { class: "hint" }, say("outside.note")),
    isMissing && el("p", { class: "hint" }, say("outside.add")),
  );
}

function item(found: Outcome): HTMLElement {
  const head = el("strong", {}, `${say(`check.${found.check}`)}: ${say(`state.${found.state}`)}.`);
  return el("li", {}, head, " ", el("bdi", {}, sayOutcome(found)));
}

/** The document of a file that helps to check others: a DID document or a status list; undefined for any other file. */
export function aidOf(bytes: Bytes): JsonObject | undefined {
  const document = readAtHand(bytes);
  if (document === undefined) return undefined;
  const types = [document["type"] ?? null].flat();
  const hasKeys = "verificationMethod" in document || "assertionMethod" in document;
  const isKeys = hasKeys && !types.includes("VerifiableCredential");
  return isKeys || types.some((type) => AIDS.includes(type)) ? document : undefined;
}
