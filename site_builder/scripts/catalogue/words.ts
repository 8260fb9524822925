// From a reader's words to the keys of the index (spec/search.md SEA-1 to SEA-3). The builder does the same in Python.

export interface Stems {
  readonly least: number;
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
}

export type Letters = Readonly<Record<string, string>>;

/** Decimal digits stand in runs of ten, so a digit's value is its distance from the run's zero. */
function digit(char: string): string {
  const point = char.codePointAt(0) ?? 0;
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(point - zero);
}

/** The text as it is compared (SEA-1). */
export function fold(text: string, letters: Letters): string {
  const bare = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  return bare.replace(/[^\x00-\x7f]/gu, (char) => letters[char] ?? (/\p{Nd}/u.test(char) ? digit(char) : char));
}

/** The folded words of a text (SEA-2). */
export function words(text: string, letters: Letters): string[] {
  return fold(text, letters).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The key of a folded word (SEA-3). The lists are longest first. Characters are code points. */
export function key(word: string, stems: Stems): string {
  if (/[0-9]/.test(word)) return word;
  const rest = (part: string) => [...word].length - [...part].length;
  const prefix = stems.prefixes.find((part) => word.startsWith(part) && rest(part) >= stems.least) ?? "";
  word = word.slice(prefix.length);
  const suffix = stems.suffixes.find((part) => word.endsWith(part) && rest(part) >= stems.least) ?? "";
  return suffix ? word.slice(0, -suffix.length) : word;
}
