// The words of one box. Several boxes on one page may speak several languages, so nothing here is the page's own.
import { fillNames, type Names } from "../core/result.ts";
import { writtenDate } from "../page/calendar.ts";

type Words = Readonly<Record<string, string>>;
export type Language = "en" | "ms" | "ar";

/** What says messages in one language. */
export interface Speech {
  language: Language;
  direction: "ltr" | "rtl";
  /** The message of a key; undefined where there is none. */
  find: (key: string, names?: Names) => string | undefined;
  say: (key: string, names?: Names) => string;
  /** The names of a code's sentence as a reader has them. */
  names: (names: Names) => Names;
}

type Loaded = Promise<{ default: Words }>;
const LOADERS: Record<Language, readonly (() => Loaded)[]> = {
  en: [() => import("../page/words.en.ts"), () => import("../page/words.later.en.ts")],
  ms: [() => import("../page/words.ms.ts"), () => import("../page/words.later.ms.ts")],
  ar: [() => import("../page/words.ar.ts"), () => import("../page/words.later.ar.ts")],
};

/** The first of these language tags that there are words for, else English. */
export function languageOf(tags: readonly (string | null | undefined)[]): Language {
  const bases = tags.map((tag) => tag?.toLowerCase().split("-")[0] ?? "");
  return (bases.find((base) => Object.hasOwn(LOADERS, base)) ?? "en") as Language;
}

/** Throws where the words cannot be loaded. */
export async function speechOf(language: Language): Promise<Speech> {
  const loaded = await Promise.all(LOADERS[language].map((load) => load()));
  const words: Words = Object.assign({}, ...loaded.map((part) => part.default)) as Words;
  const isArabic = language === "ar";
  const kept = (names: Names): Names => Object.fromEntries(Object.entries(names).map(([name, value]) => [name, `\u2068${value}\u2069`]));
  const find = (key: string, names: Names = {}): string | undefined => {
    const message = Object.hasOwn(words, key) ? words[key] : undefined;
    return message === undefined ? undefined : fillNames(message, kept(names));
  };
  const say = (key: string, names?: Names): string => find(key, names) ?? key;
  return { language, direction: isArabic ? "rtl" : "ltr", find, say, names: (names) => saidNames(names, find) };
}

function saidNames(names: Names, find: Speech["find"]): Names {
  const { day, reason } = names;
  const said = { ...names };
  if (day !== undefined) said["day"] = writtenDate(day, find("dates.months") ?? "");
  if (reason !== undefined) said["reason"] = find(`reason.${reason}`) ?? find("reason.none") ?? reason;
  return said;
}
