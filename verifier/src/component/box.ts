// What one box shows: the verdict first, who and what only where it is proven, and always whose page it stands in.
import type { Verdict } from "../core/codes.ts";
import { type JsonObject, text } from "../core/json.ts";
import { type Directory, issuerOf } from "../core/lookup.ts";
import type { Result } from "../core/result.ts";
import { at } from "../core/template.ts";
import { el, isolated } from "../page/dom.ts";
import { isOutside, isProven, telling } from "../page/explain.ts";
import { nameIn } from "../page/names.ts";
import { symbol } from "../page/symbols.ts";
import type { Speech } from "./words.ts";

/** What is found of one credential, with the address at which the registry's own page checks it. */
export interface Found {
  result: Result;
  directory: Directory | undefined;
  check: string;
}

/** Why there is no result: keys of the message and of what to do next. */
export type Trouble = "embed.no-base" | "embed.no-input" | "embed.no-file" | "checking.failure";

interface Shown {
  word: Verdict | "checking";
  title: string;
  sentence: string;
  rest: readonly HTMLElement[];
}

/** A box, and its live region. */
export interface Box {
  whole: HTMLElement;
  live: HTMLElement;
}

export function newBox(): Box {
  const live = el("div", { class: "verdict", part: "verdict", role: "status", "aria-live": "polite", "aria-atomic": "true" });
  return { whole: el("div", { class: "box", part: "box", role: "group" }, live), live };
}

/** Nothing at all: what it showed was the answer to another question. */
export function empty({ whole, live }: Box): void {
  while (live.nextSibling !== null) live.nextSibling.remove();
  live.replaceChildren();
  whole.dataset["verdict"] = "";
}

export function showChecking(box: Box, speech: Speech): void {
  const { say } = speech;
  fill(box, speech, { word: "checking", title: say("checking.title"), sentence: say("checking.sentence"), rest: [] });
}

export function showTrouble(box: Box, speech: Speech, trouble: Trouble, host: string, check: string | undefined): void {
  const { say } = speech;
  const rest = [nextStep(say(`${trouble}.next`)), hostNote(speech, check)];
  fill(box, speech, { word: "cannot_tell", title: say("verdict.cannot_tell.title"), sentence: say(trouble, { host }), rest });
}

export function showResult(box: Box, speech: Speech, { result, directory, check }: Found): void {
  const { find, say } = speech;
  const { verdict, credential } = result;
  const about = telling(result);
  const names = speech.names(about?.names ?? {});
  const isStranger = isOutside(result);
  const byCode = verdict === "invalid" || verdict === "cannot_tell" ? `code.${about?.code}` : "";
  const facts = credential === null || isStranger ? [] : isProven(result) ? proven(speech, credential, directory) : claimed(speech, credential);
  fill(box, speech, {
    word: verdict,
    title: say(`verdict.${isStranger ? "outside" : verdict}.title`),
    sentence: find(byCode, names) ?? say(`verdict.${verdict}.sentence`, names),
    rest: [...facts, nextStep(find(`${byCode}.next`, names) ?? say(`verdict.${verdict}.next`, names)), hostNote(speech, check)],
  });
}

/** The verdict last, into a live region that stands there already: it is read out once, and never over an empty box. */
function fill({ whole, live }: Box, { language, direction, say }: Speech, { word, title, sentence, rest }: Shown): void {
  whole.lang = language;
  whole.dir = direction;
  whole.setAttribute("aria-label", say("embed.label"));
  while (live.nextSibling !== null) live.nextSibling.remove();
  whole.append(...rest);
  whole.dataset["verdict"] = word === "checking" ? "" : word;
  live.replaceChildren(symbol(word), el("div", {}, el("p", { class: "title" }, title), el("p", { class: "sentence" }, sentence)));
}

const nextStep = (words: string): HTMLElement => el("p", { class: "next" }, words);

function holderAndTitle({ say }: Speech, credential: JsonObject): HTMLElement[] {
  const tag = text(at(credential, "/credentialSubject/achievement/inLanguage"));
  const name = text(at(credential, "/credentialSubject/identifier/0/identityHash"));
  const title = text(at(credential, "/credentialSubject/achievement/name"));
  return [
    ...(name === undefined ? [] : [row(say("holder.label"), isolated(name))]),
    ...(title === undefined ? [] : [row(say("achievement.label"), isolated(title, tag))]),
  ];
}

const row = (label: string, value: Node): HTMLElement => el("div", {}, el("dt", {}, label), el("dd", {}, value));

/** The issuer by its registered name: what the credential calls it counts only where there is none. */
function proven(speech: Speech, credential: JsonObject, directory: Directory | undefined): HTMLElement[] {
  const did = text(at(credential, "/issuer/id")) ?? "";
  const registered = directory && issuerOf(did, directory)?.name;
  const name = nameIn(registered ?? {}, speech.language) || (text(at(credential, "/issuer/name")) ?? did);
  return [el("dl", {}, ...holderAndTitle(speech, credential), row(speech.say("issued-by.label"), isolated(name)))];
}

function claimed(speech: Speech, credential: JsonObject): HTMLElement[] {
  return [el("p", { class: "note" }, speech.say("claims.unproven")), el("dl", { class: "claimed" }, ...holderAndTitle(speech, credential))];
}

/** Whoever owns the page can draw such a box without any check: that is said, and where to check instead. */
function hostNote({ say }: Speech, check: string | undefined): HTMLElement {
  const note = say("embed.host", { host: location.host });
  if (check === undefined) return el("p", { class: "host", part: "host" }, note);
  const link = el("a", { href: check, target: "_blank", rel: "noopener noreferrer", part: "check" }, say("embed.check", { registry: new URL(check).host }));
  return el("p", { class: "host", part: "host" }, note, el("br"), link);
}
