// The page's own words, in the visitor's language.
import { fillNames, type Names } from "../core/result.ts";
import { writtenDate } from "./calendar.ts";

type Words = Readonly<Record<string, string>>;
export type Language = "en" | "ms" | "ar";

/** Each language by its own name. */
export const LANGUAGES: Record<Language, string> = { en: "English", ms: "Bahasa Melayu", ar: "العربية" };
type Loaded = Promise<{ default: Words }>;
const LOADERS: Record<Language, () => Loaded> = {
  en: () => import("./words.en.ts"),
  ms: () => import("./words.ms.ts"),
  ar: () => import("./words.ar.ts"),
};
/** Words of the parts that are loaded when they are used. */
const LATER: Record<Language, () => Loaded> = {
  en: () => import("./words.later.en.ts"),
  ms: () => import("./words.later.ms.ts"),
  ar: () => import("./words.later.ar.ts"),
};
const RIGHT_TO_LEFT: readonly string[] = ["ar"];
const STORED = "bukti-language";

let current: Language = "en";
let words: Words | undefined;
let later: Words | undefined;
/** Counts the choices, so that words which come late do not undo a later choice. */
let choices = 0;
const listeners: (() => void)[] = [];

/** Has `callback` called whenever words have to be said anew. */
export function onLanguage(callback: () => void): void {
  listeners.push(callback);
}

export function language(): Language {
  return current;
}

function known(tag: string | null | undefined): Language | undefined {
  const base = tag?.toLowerCase().split("-")[0] ?? "";
  return Object.hasOwn(LANGUAGES, base) ? (base as Language) : undefined;
}

/**
 * The language that the address names, by parameter or by a folder of its own, else the visitor's choice, else the
 * first that the browser asks for, else the page's.
 */
export function wantedLanguage(): Language {
  const { lang, dataset } = document.documentElement;
  const folder = dataset["base"] === "../" ? undefined : known(lang);
  const asked = known(new URLSearchParams(location.search).get("lang")) ?? folder ?? known(storedChoice());
  const wished = navigator.languages.map(known).find((found) => found !== undefined);
  return asked ?? wished ?? known(lang) ?? "en";
}

function storedChoice(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null; // a browser may keep storage closed
  }
}

/**
 * Loads the words of a language, then speaks it; where they cannot be had the page keeps the language that it has, at first
 * English. False where there are no words at all.
 */
export async function setLanguage(chosen: Language, keep: boolean): Promise<boolean> {
  const choice = ++choices;
  const [tag, loaded] = (await wordsOf(chosen)) ?? (words === undefined ? await wordsOf("en") : undefined) ?? [];
  if (tag === undefined || choice !== choices) return words !== undefined;
  const more = later && (await LATER[tag]().catch(() => undefined));
  if (choice !== choices) return true;
  [current, words, later] = [tag, loaded, more?.default ?? later];
  document.documentElement.lang = tag;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(tag) ? "rtl" : "ltr";
  if (keep) keepChoice(tag);
  for (const redraw of listeners) redraw();
  return true;
}

async function wordsOf(tag: Language): Promise<[Language, Words] | undefined> {
  try {
    return [tag, (await LOADERS[tag]()).default];
  } catch {
    return undefined;
  }
}

function keepChoice(tag: Language): void {
  try {
    localStorage.setItem(STORED, tag);
  } catch {
    // the choice then holds for this visit
  }
}

/** Loads the words of the parts that are loaded when they are used; false where they cannot be had. */
export async function loadLaterWords(): Promise<boolean> {
  const tag = current;
  if (later !== undefined) return true;
  const found = (await LATER[tag]().catch(() => undefined))?.default;
  if (tag !== current) return loadLaterWords();
  later ??= found;
  return later !== undefined;
}

/** Marks that keep a value in its own direction, where it might run against the text around it. */
const ISOLATE = /[\u0590-\u08ff\ufb1d-\ufefc]/;
const [FIRST_STRONG, POP] = ["\u2068", "\u2069"];

function isolatedNames(names: Names): Names {
  const isMixed = (value: string): boolean => RIGHT_TO_LEFT.includes(current) || ISOLATE.test(value);
  const kept = Object.entries(names).map(([name, value]) => [name, isMixed(value) ? FIRST_STRONG + value + POP : value]);
  return Object.fromEntries(kept) as Names;
}

/** The message of a key; undefined where there is none. */
export function find(key: string, names: Names = {}): string | undefined {
  const message = words?.[key] ?? later?.[key];
  return message === undefined ? undefined : fillNames(message, isolatedNames(names));
}

/** The message of a key that has to be there. */
export function say(key: string, names: Names = {}): string {
  return find(key, names) ?? key;
}

/** A calendar date `YYYY-MM-DD` as people write it, in the Gregorian calendar and European digits everywhere. */
export function sayDate(date: string): string {
  return writtenDate(date, say("dates.months"));
}

/** The date in UTC at a moment (milliseconds), as people write it. */
export function sayDay(moment: number): string {
  return sayDate(new Date(moment).toISOString().slice(0, 10));
}

/** The names of a sentence as the visitor reads them: dates written out, reasons and kinds in words. */
export function sayNames(names: Names): Names {
  const said: Names = { ...names };
  const { day, reason } = names;
  if (day !== undefined) said["day"] = sayDate(day);
  if (reason !== undefined) said["reason"] = find(`reason.${reason}`) ?? say("reason.none");
  return said;
}
