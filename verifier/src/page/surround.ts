// What stands around a result: the page's own words, the age of the data, the notice of a demonstration.
import { text } from "../core/json.ts";
import { at } from "../core/template.ts";
import type { Judgement } from "../core/verify.ts";
import { byId } from "./dom.ts";
import { say, sayDate } from "./messages.ts";
import { drawHome, drawSample, isDemonstration } from "./registry.ts";

const DAY = 86_400_000;

/** How old the data is that the result rests on. */
export function drawAge(judgement: Judgement | undefined): void {
  const date = judgement?.directory?.date;
  if (judgement === undefined) return byId("age").replaceChildren();
  if (date === undefined) return byId("age").replaceChildren(say("page.data-none"));
  const days = Math.floor((Date.now() - date) / DAY);
  const age = days < 1 ? say("page.data-age-hours") : say("page.data-age-days", { days: String(days) });
  byId("age").replaceChildren(`${say("page.data-of", { day: sayDate(new Date(date).toISOString().slice(0, 10)) })} · ${age}`);
}

/** Says of a demonstration that it is one: of the registry at once, of a single issuer beside its credential. */
export function drawNotice(judgements: readonly Judgement[]): void {
  const isShown = judgements.some(({ result, directory }) => {
    const did = text(at(result.credential ?? {}, "/issuer/id")) ?? "";
    return directory?.issuers.some(({ dids, demonstration }) => demonstration && dids.includes(did)) === true;
  });
  const notice = byId("notice");
  notice.hidden = !(isDemonstration || isShown);
  notice.textContent = notice.hidden ? "" : say("page.demonstration");
}

let isFirst = true;

/** The words that invite to a first check, or to a further one. */
export function drawInvitation(first = isFirst): void {
  isFirst = first;
  byId("heading").classList.toggle("unseen", !first); // the page keeps its name for those who hear it
  drawSample(first);
  byId("form-heading").textContent = say(first ? "input.heading.first" : "input.heading");
}

/** Puts the page's own words into their places. */
export function drawWords(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-message]")) {
    element.textContent = say(element.dataset["message"] as string);
  }
  drawHome();
  drawInvitation();
}
