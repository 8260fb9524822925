// What was checked of a credential of an issuer outside, told without any colour of approval. Loaded for such a one.
import type { Outcome, Result } from "../core/result.ts";
import type { Tools } from "./tools.ts";

const CHECKED: readonly string[] = ["signature", "state", "validity"];

/** What was looked at all the same, check by check. */
export function checkedOutside(result: Result, tools: Tools): HTMLElement[] {
  const { el, say } = tools;
  const items = result.checks.filter(({ check }) => CHECKED.includes(check)).map((found) => item(found, tools));
  const isMissing = result.checks.some(({ code }) => code === "did-not-at-hand" || code === "status-not-at-hand");
  return [
    el("h3", {}, say("outside.heading")),
    el("ul", {}, ...items),
    el("p", { class: "hint" }, say("outside.note")),
    ...(isMissing ? [el("p", { class: "hint" }, say("outside.add"))] : []),
  ];
}

function item(found: Outcome, { el, say, sayOutcome }: Tools): HTMLElement {
  const head = el("strong", {}, `${say(`check.${found.check}`)}: ${say(`state.${found.state}`)}.`);
  return el("li", {}, head, " ", el("bdi", {}, sayOutcome(found)));
}
