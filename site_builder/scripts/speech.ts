// The page's words, and numbers as its language writes them. The words come with the page, as data.
import { byId } from "./dom.ts";

interface Spoken {
  readonly digits: string;
  readonly group: string;
  readonly decimal: string;
  readonly words: Readonly<Record<string, string>>;
}

let spoken: Spoken | undefined;

function speech(): Spoken {
  spoken ??= JSON.parse(byId("bk-words").textContent) as Spoken;
  return spoken;
}

/** A number of the page's language. */
export function number(value: number): string {
  const { digits, group, decimal } = speech();
  const [whole = "", fraction = ""] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return (fraction ? grouped + decimal + fraction : grouped).replace(/[0-9]/g, (digit) => digits[Number(digit)] ?? digit);
}

/** The words under a key, with `{names}` filled in. Throws where there are none. */
export function t(key: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = speech().words[key];
  if (text === undefined) throw new Error(`no words for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? "";
    return typeof value === "number" ? number(value) : value;
  });
}

/** Words that count something, in the form that the language has for the number. */
export function count(key: string, value: number, values: Readonly<Record<string, string | number>> = {}): string {
  const form = new Intl.PluralRules(document.documentElement.lang).select(value);
  const found = `${key}.${form}` in speech().words ? form : "other";
  return t(`${key}.${found}`, { ...values, count: value });
}
