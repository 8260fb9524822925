// What the page shows of one result. Until the signature has passed nothing of the credential counts as said.
import type { Verdict } from "../core/codes.ts";
import { isObject, type JsonObject, text } from "../core/json.ts";
import type { Directory, Issuer } from "../core/lookup.ts";
import type { Result } from "../core/result.ts";
import { at } from "../core/template.ts";
import type { Judgement } from "../core/verify.ts";
import { credentialFile, receiptFile, saveButton } from "./download.ts";
import { el, isolated } from "./dom.ts";
import { explain, sayOutcome, stateOf } from "./explain.ts";
import type { Facts } from "./facts.ts";
import { issuerNotes, nameIn } from "./issuer.ts";
import { checkedOutside, isOutside } from "./outside.ts";
import { find, language, say, sayDate } from "./messages.ts";
import { symbol } from "./symbols.ts";

/** A place on the page for one result; its live region stands there before there is anything to announce. */
export interface Slot {
  section: HTMLElement;
  live: HTMLElement;
  body: HTMLElement;
}

export function newSlot(): Slot {
  const live = el("div", { class: "verdict", role: "status", "aria-live": "polite", "aria-atomic": "true", "data-verdict": "" });
  const body = el("div", { class: "body" });
  const slot = { section: el("section", { class: "result" }, live, body), live, body };
  announce(slot, "checking", say("checking.title"), say("checking.sentence"));
  return slot;
}

function announce({ live }: Slot, word: Verdict | "checking", title: string, sentence: string, position?: HTMLElement): void {
  live.setAttribute("data-verdict", word === "checking" ? "" : word);
  const words = el("div", {}, el("h2", { class: "title" }, title), el("p", { class: "sentence" }, sentence));
  live.replaceChildren(symbol(word), words);
  if (position !== undefined) words.prepend(position);
}

/** No answer yet: said as what it is, and replaced when the answer comes. */
export function showWaiting(slot: Slot): void {
  announce(slot, "cannot_tell", say("verdict.cannot_tell.title"), say("checking.waiting"));
}

/** The page itself failed; that is no answer about the credential. */
export function showFailure(slot: Slot): void {
  slot.body.replaceChildren();
  announce(slot, "cannot_tell", say("verdict.cannot_tell.title"), say("verdict.cannot_tell.sentence"));
}

/**
 * What stands around a result: its place among several, the file of several that it is about, and the host that its link
 * names if that is a foreign one.
 */
export interface Around {
  position?: string | undefined;
  file?: string | undefined;
  elsewhere?: string | undefined;
}

export function showResult(slot: Slot, { result, directory }: Judgement, { position, file, elsewhere }: Around): void {
  const { title, sentence, next } = explain(result);
  const isStranger = isOutside(result);
  const isSigned = stateOf(result, "signature") === "passed" && result.verdict !== "invalid" && !isStranger;
  slot.section.classList.toggle("outside", isStranger);
  const parts = [
    // What to do about a valid one is to look at the person, so it stands beside the name.
    result.verdict === "valid" ? null : el("p", { class: "next" }, el("strong", {}, say("next.label")), " ", next),
    elsewhere === undefined ? null : el("p", { class: "elsewhere" }, say("link.elsewhere", { host: elsewhere })),
    result.credential && (isSigned ? proven(result, result.credential, directory) : claimed(result.credential)),
    isStranger ? checkedOutside(result) : null,
    el("div", { class: "worth" }),
    actions(result, isSigned),
    log(result),
  ];
  slot.body.replaceChildren(...parts.filter((part): part is HTMLElement => part !== null));
  // The verdict last: it never stands over a body that could not be drawn.
  const name = file !== undefined && isolated(file);
  const place = position === undefined ? undefined : el("p", { class: "position" }, position, name && ": ", name);
  announce(slot, result.verdict, title, sentence, place);
}

const NAME = "/credentialSubject/identifier/0/identityHash";
const ACHIEVEMENT = "/credentialSubject/achievement";

function nameAndTitle(credential: JsonObject): HTMLElement[] {
  const name = text(at(credential, NAME));
  const title = text(at(credential, `${ACHIEVEMENT}/name`)) ?? text(credential["name"]);
  const tag = text(at(credential, `${ACHIEVEMENT}/inLanguage`));
  const parts: HTMLElement[] = [];
  if (name !== undefined) parts.push(el("p", { class: "label" }, say("holder.label")), el("p", { class: "holder" }, isolated(name)));
  if (title !== undefined) {
    parts.push(el("p", { class: "label" }, say("achievement.label")), el("p", { class: "achievement" }, isolated(title, tag)));
  }
  return parts;
}

/** What a file says that was not proven: shown so that a person can tell which file it is, and marked as a mere claim. */
function claimed(credential: JsonObject): HTMLElement {
  const issuer = text(at(credential, "/issuer/name")) ?? text(credential["issuer"]);
  const parts = [el("p", { class: "unproven" }, say("claims.unproven")), ...nameAndTitle(credential)];
  if (issuer !== undefined) parts.push(el("p", { class: "label" }, say("issued-by.label")), el("p", {}, isolated(issuer)));
  return el("div", { class: "document claimed" }, ...parts);
}

function proven(result: Result, credential: JsonObject, directory: Directory | undefined): HTMLElement {
  const rows: [string, (Node | string)[]][] = [
    [say("issued-by.label"), issuedBy(result, credential, directory)],
    [say("status.label"), [status(result, directory)]],
    [say("unchanged.label"), [unchanged(result)]],
    [say("dates.label"), [dates(credential)]],
  ];
  const described = rows.map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, ...value)));
  const list = el("dl", {}, ...described, ...results(credential));
  const compare = result.verdict === "valid" ? "verdict.valid.next" : "holder.compare";
  const notes = [el("p", { class: "compare" }, say(compare), " ", el("small", {}, say("holder.not-proof")))];
  const [label, holder, ...rest] = nameAndTitle(credential) as [HTMLElement, HTMLElement, ...HTMLElement[]];
  return el("div", { class: "document" }, label, holder, ...notes, ...rest, list);
}

/** The name under which the issuer is registered, in the visitor's language if it has one. */
function registeredName(issuer: Issuer | undefined): string | undefined {
  return nameIn(issuer?.name ?? {}, language()) || undefined;
}

function issuedBy(result: Result, credential: JsonObject, directory: Directory | undefined): (Node | string)[] {
  const did = text(at(credential, "/issuer/id")) ?? "";
  const issuer = directory?.issuers.find(({ dids }) => dids.includes(did));
  const [name, signed] = [registeredName(issuer), text(at(credential, "/issuer/name"))];
  const state = stateOf(result, "authority");
  const allowed = state === "passed" ? "allowed" : state === "failed" ? "not-allowed" : "unknown";
  const notes = issuerNotes(issuer, directory?.issuers ?? [], signed ?? "");
  return [isolated(name ?? signed ?? did), el("small", {}, say(`issued-by.${allowed}`)), ...notes];
}

function status(result: Result, directory: Directory | undefined): HTMLElement {
  const found = result.checks.find(({ check }) => check === "state");
  const isBad = found?.state === "failed";
  const isKnown = isBad || found?.state === "passed";
  const word = isBad ? `status.${found.code}` : isKnown ? activeKey(result) : "status.unknown";
  const asOf = isKnown && directory?.date !== undefined ? new Date(directory.date).toISOString().slice(0, 10) : undefined;
  return el("span", {}, say(word), " ", asOf !== undefined && el("small", {}, say("status.as-of", { day: sayDate(asOf) })));
}

/** Outside its dates a credential is not "in force", even though nobody took it back. */
function activeKey(result: Result): string {
  return stateOf(result, "validity") === "passed" ? "status.active" : "code.state";
}

function unchanged(result: Result): string {
  const passed = (["shape", "signature", "definition"] as const).every((check) => stateOf(result, check) === "passed");
  return say(passed ? "unchanged.yes" : "unchanged.unknown");
}

function dates(credential: JsonObject): string {
  const day = (name: string): string | undefined => text(credential[name])?.slice(0, 10);
  const [from, until] = [day("validFrom") ?? "", day("validUntil")];
  if (until === undefined) return say("dates.from", { from: sayDate(from) });
  return say("dates.from-until", { from: sayDate(from), until: sayDate(until) });
}

/** The name of a result: the credential's own to those who read its language, else ours for what we know by its id. */
function resultName(id: string, achievement: string, name: string | undefined, tag: string | undefined): Node | string {
  const known = [`${achievement}#grade`, `${achievement}#path`].includes(id);
  const own = known && tag?.split("-")[0] !== language() ? find(`result.${id.slice(achievement.length + 1)}`) : undefined;
  return own ?? (name === undefined ? say("result.label") : isolated(name, tag));
}

/** Each result under its name. */
function results(credential: JsonObject): HTMLElement[] {
  const tag = text(at(credential, `${ACHIEVEMENT}/inLanguage`));
  const achievement = text(at(credential, `${ACHIEVEMENT}/id`)) ?? "";
  const list = at(credential, "/credentialSubject/result");
  const described = at(credential, `${ACHIEVEMENT}/resultDescription`);
  const descriptions = Array.isArray(described) ? described.filter(isObject) : [];
  return (Array.isArray(list) ? list.filter(isObject) : []).map((each) => {
    const name = text(descriptions.find(({ id }) => id === each["resultDescription"])?.["name"]);
    const term = resultName(text(each["resultDescription"]) ?? "", achievement, name, tag);
    return el("div", {}, el("dt", {}, term), el("dd", {}, isolated(text(each["value"]) ?? "")));
  });
}

function actions(result: Result, isSigned: boolean): HTMLElement {
  const print = el("button", { type: "button" }, say("action.print"));
  print.addEventListener("click", () => window.print());
  return el(
    "div",
    { class: "actions" },
    isSigned && result.credential !== null && saveButton(say("action.download"), () => credentialFile(result)),
    saveButton(say("action.receipt"), () => receiptFile(result)),
    print,
  );
}

const MARKS = { passed: "✓", failed: "✕", not_run: "–", stale: "!" } as const;

/** All checks with their codes, folded. */
function log(result: Result): HTMLElement {
  const items = result.checks.map((found) =>
    el(
      "li",
      { class: found.state },
      el("span", { class: "mark", "aria-hidden": "true" }, MARKS[found.state]),
      el("span", { class: "check" }, el("strong", {}, say(`check.${found.check}`)), ` · ${say(`state.${found.state}`)}`),
      el("span", { class: "found" }, sayOutcome(found), " ", el("code", { dir: "ltr" }, found.code)),
    ),
  );
  return el("details", { class: "log" }, el("summary", {}, say("log.heading")), el("ol", {}, ...items));
}

/** What the registry states of the definition, beside a verdict; it never takes part in it (LKP-10). */
export function showFacts(slot: Slot, facts: Facts, base: string): void {
  const rows = (["level", "credits", "hours"] as const).flatMap((name) => {
    const value = facts[name];
    return value === undefined ? [] : [el("div", {}, el("dt", {}, say(`worth.${name}`)), el("dd", {}, isolated(value)))];
  });
  const lists = (["assessment", "outcomes"] as const).flatMap((name) => {
    const values = facts[name];
    if (values === undefined || values.length === 0) return [];
    const items = values.map((value) => el("li", {}, isolated(value)));
    return [el("h3", {}, say(`worth.${name}`)), el("ul", {}, ...items)];
  });
  slot.body.querySelector(".worth")?.replaceChildren(
    el("h2", {}, say("worth.heading")),
    rows.length + lists.length === 0 ? el("p", {}, say("worth.none")) : el("dl", {}, ...rows),
    ...lists,
    ...(facts.page === undefined ? [] : [el("p", {}, el("a", { href: base + facts.page }, say("worth.more")))]),
  );
}
