// What stands around a result: the page's own words, the age of the data, the notice of a demonstration.
import { text } from "../core/json.ts";
import { at } from "../core/template.ts";
import type { Judgement } from "../core/verify.ts";
import { isBelow } from "./addresses.ts";
import { byId, filled, isolated } from "./dom.ts";
import { find, say, sayDay } from "./messages.ts";
import { address, drawHome, drawSample, isDemonstration, registryName } from "./registry.ts";

const DAY = 86_400_000;

/** How old the data is that the result rests on. */
export function drawAge(judgement: Judgement | undefined): void {
  const date = judgement?.directory?.date;
  if (judgement === undefined) return byId("age").replaceChildren();
  if (date === undefined) return byId("age").replaceChildren(say("page.data-none"));
  const days = Math.floor((Date.now() - date) / DAY);
  const age = days < 1 ? say("page.data-age-hours") : say("page.data-age-days", { days: String(days) });
  byId("age").replaceChildren(`${say("page.data-of", { day: sayDay(date) })} · ${age}`);
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

/** The window's title: never a name out of a credential, since the browser keeps titles. */
export function drawTitle(verdict?: string): void {
  document.title = [verdict, say("page.title"), registryName()].filter((part) => part !== undefined).join(" · ");
}

/** Says calmly of a copy that it is one: mirrors are welcome, and a look-alike would not say it (PAG-5). */
function drawMirror(): void {
  const isCopy = URL.canParse(address) && !isBelow(new URL(location.href), [address]);
  const parts = { host: isolated(location.host), address: isolated(address) };
  byId("mirror").replaceChildren(...(isCopy ? filled(find("page.mirror") ?? "", parts) : []));
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
  drawMirror();
  drawTitle();
}
