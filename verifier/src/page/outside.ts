// Results on credentials of issuers outside the registry: what was checked, told without any colour of approval.
import type { Outcome, Result } from "../core/result.ts";
import { el } from "./dom.ts";
import { sayOutcome } from "./explain.ts";
import { say } from "./messages.ts";

/** Whether a result is about an issuer outside (VER-4). */
export function isOutside({ leading }: Result): boolean {
  return leading?.code === "issuer-outside";
}

const CHECKED: readonly string[] = ["signature", "state", "validity"];

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
