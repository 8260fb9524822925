// What the registry states of the definition, beside a verdict; it never takes part in it (LKP-10).
import { el, isolated } from "./dom.ts";
import type { Facts, Sourced } from "./facts.ts";
import { say } from "./messages.ts";
import type { Slot } from "./view.ts";

/** Puts the facts into their places: what is said of the issuer beside its name, all else below. */
export function showFacts({ body }: Slot, facts: Facts, base: string): void {
  body.querySelector(".quality")?.replaceChildren(...(facts.quality ?? []).map(sourced));
  const rows = [
    row("level", facts.level, facts.equivalents),
    row("credits", facts.credits),
    row("hours", facts.hours),
  ].filter((each) => each !== undefined);
  const lists = [list("outcomes", facts.outcomes), list("assessment", facts.assessment)].flat();
  body.querySelector(".worth")?.replaceChildren(
    el("h2", {}, say("worth.heading")),
    rows.length + lists.length === 0 ? el("p", {}, say("worth.none")) : el("dl", {}, ...rows),
    ...lists,
    ...(facts.page === undefined ? [] : [el("p", {}, el("a", { href: base + facts.page }, say("worth.more")))]),
  );
}

/** A statement and, behind it, whose it is. */
function sourced({ text, source }: Sourced): HTMLElement {
  return el("small", {}, isolated(text), ...(source === undefined ? [] : [` (${say("worth.source")}: `, named(source), ")"]));
}

/** A source as it is named, one on the web by its host. */
function named(source: string): HTMLElement {
  const url = /^https:/.test(source) && URL.canParse(source) ? new URL(source) : undefined;
  return url === undefined ? isolated(source) : el("a", { href: url.href, rel: "noopener noreferrer" }, isolated(url.host));
}

function row(name: "level" | "credits" | "hours", value: string | undefined, more: readonly Sourced[] = []): HTMLElement | undefined {
  if (value === undefined) return undefined;
  return el("div", {}, el("dt", {}, say(`worth.${name}`)), el("dd", {}, isolated(value), ...more.map(sourced)));
}

function list(name: "assessment" | "outcomes", values: readonly string[] = []): HTMLElement[] {
  if (values.length === 0) return [];
  return [el("h3", {}, say(`worth.${name}`)), el("ul", {}, ...values.map((value) => el("li", {}, isolated(value))))];
}
