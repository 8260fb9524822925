// A result in one line, in the visitor's language: for tables and receipts.
import type { Verdict } from "../core/codes.ts";
import { isObject, type JsonObject, text } from "../core/json.ts";
import type { Directory } from "../core/lookup.ts";
import type { Result } from "../core/result.ts";
import { at } from "../core/template.ts";
import { nameIn } from "./names.ts";
import type { Tools } from "./tools.ts";

/** Why nothing is known of an input although it was its turn. */
export type Problem = "time-limit" | "broken" | "unreadable";

/** Texts are empty where there is nothing to say; days are `YYYY-MM-DD`. */
export interface Summary {
  /** Undefined where it was not judged. */
  word: Verdict | undefined;
  title: string;
  name: string;
  achievement: string;
  /** The language tag of the achievement's name. */
  language: string | undefined;
  issuer: string;
  from: string;
  until: string;
  result: string;
  code: string;
  reason: string;
  /** What it says of itself is proven by the issuer's signature. */
  isProven: boolean;
}

/** What is judged, or why it could not be. */
export interface Judged {
  result?: Result | undefined;
  problem?: Problem | undefined;
  /** The key of a message about what was handed over. */
  remark?: string | undefined;
  directory?: Directory | undefined;
}

const ACHIEVEMENT = "/credentialSubject/achievement";

export function summaryOf(judged: Judged, tools: Tools): Summary {
  const { result, problem, directory } = judged;
  const credential = result?.credential ?? {};
  const said = (pointer: string): string => text(at(credential, pointer)) ?? "";
  return {
    word: wordOf(judged),
    title: titleOf(judged, tools),
    name: said("/credentialSubject/identifier/0/identityHash"),
    achievement: said(`${ACHIEVEMENT}/name`) || said("/name"),
    language: text(at(credential, `${ACHIEVEMENT}/inLanguage`)),
    issuer: issuerOf(credential, directory, tools),
    from: said("/validFrom").slice(0, 10),
    until: said("/validUntil").slice(0, 10),
    result: resultsOf(credential),
    code: problem ?? result?.leading?.code ?? "",
    reason: reasonOf(judged, tools),
    isProven: result !== undefined && tools.isProven(result),
  };
}

/** The word; undefined where it is not judged yet. */
export function wordOf({ result, problem }: Judged): Verdict | undefined {
  return result?.verdict ?? (problem === undefined ? undefined : "cannot_tell");
}

function titleOf({ result, problem }: Judged, { explain, say }: Tools): string {
  if (problem !== undefined) return say("verdict.cannot_tell.title");
  return result === undefined ? say("bulk.waiting") : explain(result).title;
}

function reasonOf({ result, problem, remark }: Judged, { explain, say }: Tools): string {
  if (problem !== undefined) return say(`bulk.problem.${problem}`);
  if (remark !== undefined && result?.verdict === "cannot_tell") return say(remark);
  return result === undefined || result.verdict === "valid" ? "" : explain(result).sentence;
}

/** The name under which the issuer is registered, else the one that the credential gives. */
function issuerOf(credential: JsonObject, directory: Directory | undefined, { language }: Tools): string {
  const did = text(at(credential, "/issuer/id")) ?? text(credential["issuer"]) ?? "";
  const names = directory?.issuers.find(({ dids }) => dids.includes(did))?.name ?? {};
  return nameIn(names, language()) || (text(at(credential, "/issuer/name")) ?? did);
}

function resultsOf(credential: JsonObject): string {
  const results = at(credential, "/credentialSubject/result");
  const values = (Array.isArray(results) ? results : []).filter(isObject).map(({ value }) => text(value) ?? "");
  return values.filter((value) => value !== "").join("; ");
}

/** Where an input came from that is no file, which has a name of its own, in words; behind a colon its line. */
export function sayInput(label: string, { find }: Tools): string {
  const [, way, line = ""] = /^(link|pasted|dropped|camera)(:\d+)?$/.exec(label) ?? [];
  return way === undefined ? label : `${find(`receipt.input.${way}`) ?? way}${line}`;
}

/** When it is valid, in words; empty where it does not say so in days. */
export function sayDates({ from, until }: Pick<Summary, "from" | "until">, { say, sayDate }: Tools): string {
  const isDay = (day: string): boolean => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day));
  if (!isDay(from)) return "";
  if (!isDay(until)) return say("dates.from", { from: sayDate(from) });
  return say("dates.from-until", { from: sayDate(from), until: sayDate(until) });
}

/** ISO 8601 in UTC, to the second. */
export function isoTime(milliseconds: number | undefined): string {
  return milliseconds === undefined ? "" : `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
