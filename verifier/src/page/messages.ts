// The page's own words, in the visitor's language.
import en from "words:en";
import { fillNames, type Names } from "../core/result.ts";

type Words = Readonly<Record<string, string>>;
export type Language = "en" | "ms" | "ar";

/** Each language by its own name. */
export const LANGUAGES: Record<Language, string> = { en: "English", ms: "Bahasa Melayu", ar: "العربية" };
/** English stands in for words that did not come. */
const ENGLISH: Words = en;
const LOADERS: Record<Language, () => Promise<Words>> = {
  en: async () => ENGLISH,
  ms: async () => (await import("./words.ms.ts")).default,
  ar: async () => (await import("./words.ar.ts")).default,
};
/** Words of the parts that are loaded when they are used. */
const LATER: Record<Language, () => Promise<{ default: Words }>> = {
  en: () => import("./words.later.en.ts"),
  ms: () => import("./words.later.ms.ts"),
  ar: () => import("./words.later.ar.ts"),
};
const LOCALES: Record<Language, string> = { en: "en-GB", ms: "ms-MY", ar: "ar-EG" };
const RIGHT_TO_LEFT: readonly string[] = ["ar"];
const STORED = "bukti-language";

let current: Language = "en";
let words = ENGLISH;
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

/** Loads the words of a language, then speaks it; where they cannot be had the page keeps the language that it has. */
export async function setLanguage(chosen: Language, keep: boolean): Promise<void> {
  await load(chosen, keep);
  for (const redraw of listeners) redraw();
}

async function load(chosen: Language, keep: boolean): Promise<void> {
  const choice = ++choices;
  const loaded = await LOADERS[chosen]().catch(() => undefined);
  if (loaded === undefined || choice !== choices) return;
  const more = later && (await LATER[chosen]().catch(() => undefined));
  if (choice !== choices) return;
  [current, words, later] = [chosen, loaded, more?.default ?? later];
  document.documentElement.lang = chosen;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(chosen) ? "rtl" : "ltr";
  if (!keep) return;
  try {
    localStorage.setItem(STORED, chosen);
  } catch {
    // the choice then holds for this visit
  }
}

/** Loads the words of the parts that are loaded when they are used; false where they cannot be had. */
export async function loadLaterWords(): Promise<boolean> {
  const found = later ?? (await LATER[current]().catch(() => undefined))?.default;
  later ??= found;
  return later !== undefined;
}

/** The message of a key; undefined where there is none. */
export function find(key: string, names: Names = {}): string | undefined {
  const message = words[key] ?? later?.[key] ?? ENGLISH[key];
  return message === undefined ? undefined : fillNames(message, names);
}

/** The message of a key that has to be there. */
export function say(key: string, names: Names = {}): string {
  return find(key, names) ?? key;
}

/** A calendar date `YYYY-MM-DD` as people write it, in the Gregorian calendar and European digits everywhere. */
export function sayDate(date: string): string {
  const format = new Intl.DateTimeFormat(`${LOCALES[current]}-u-ca-gregory-nu-latn`, { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(`${date}T00:00:00Z`));
}

/** The names of a sentence as the visitor reads them: dates written out, reasons and kinds in words. */
export function sayNames(names: Names): Names {
  const said: Names = { ...names };
  const { day, reason } = names;
  if (day !== undefined) said["day"] = sayDate(day);
  if (reason !== undefined) said["reason"] = find(`reason.${reason}`) ?? say("reason.none");
  return said;
}
