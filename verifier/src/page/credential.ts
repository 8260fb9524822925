// What a credential says, as the page shows it: proven in rows, or as a mere claim of a file.
import { isObject, type JsonObject, text } from "../core/json.ts";
import type { Directory, Issuer } from "../core/lookup.ts";
import type { Result } from "../core/result.ts";
import { at } from "../core/template.ts";
import { el, isolated } from "./dom.ts";
import { stateOf } from "./explain.ts";
import { issuerNotes } from "./issuer.ts";
import { find, language, say, sayDate, sayDay } from "./messages.ts";
import { nameIn } from "./names.ts";

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
export function claimed(credential: JsonObject): HTMLElement {
  const issuer = text(at(credential, "/issuer/name")) ?? text(credential["issuer"]);
  const parts = [el("p", { class: "unproven" }, say("claims.unproven")), ...nameAndTitle(credential)];
  if (issuer !== undefined) parts.push(el("p", { class: "label" }, say("issued-by.label")), el("p", {}, isolated(issuer)));
  return el("div", { class: "document claimed" }, ...parts);
}

export function proven(result: Result, credential: JsonObject, directory: Directory | undefined): HTMLElement {
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
  const quality = el("span", { class: "quality" }); // filled once the facts are there
  return [isolated(name ?? signed ?? did), el("small", {}, say(`issued-by.${allowed}`)), ...notes, quality];
}

function status(result: Result, directory: Directory | undefined): HTMLElement {
  const found = result.checks.find(({ check }) => check === "state");
  const isBad = found?.state === "failed";
  const isKnown = isBad || found?.state === "passed";
  const word = isBad ? `status.${found.code}` : isKnown ? activeKey(result) : "status.unknown";
  const asOf = isKnown && directory?.date !== undefined ? sayDay(directory.date) : undefined;
  return el("span", {}, say(word), " ", asOf !== undefined && el("small", {}, say("status.as-of", { day: asOf })));
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
