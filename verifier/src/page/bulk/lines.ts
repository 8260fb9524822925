// The rows of the table in words: which of them are shown, and in which order.
import type { Verdict } from "../../core/codes.ts";
import type { Directory } from "../../core/lookup.ts";
import { type Summary, summaryOf } from "../summary.ts";
import type { Tools } from "../tools.ts";
import type { Row } from "./run.ts";

export interface Line extends Summary {
  row: Row;
}

export const COLUMNS = ["label", "word", "name", "achievement", "issuer", "from", "reason"] as const;
export type Column = (typeof COLUMNS)[number];

/** The order in which a person wants to hear of them: what needs a decision first. */
const GRAVEST: readonly (Verdict | undefined)[] = [
  "invalid", "revoked", "cannot_tell", "suspended", "superseded", "expired", "not_yet_valid", "valid", undefined,
]; // prettier-ignore

export function lineOf(row: Row, directory: Directory | undefined, tools: Tools): Line {
  return { row, ...summaryOf({ result: row.found?.result, problem: row.problem, remark: row.remark, directory }, tools) };
}

/** What is shown of all lines, and how it is put in order; without a column the gravest come first. */
export interface Wish {
  word: Verdict | undefined;
  search: string;
  column: Column | undefined;
  isReversed: boolean;
}

/** The lines that a visitor wants to see, in the wanted order. */
export function chosen(lines: readonly Line[], { word, search, column, isReversed }: Wish, language: string): Line[] {
  const wanted = folded(search).split(" ").filter((part) => part !== "");
  const fits = (line: Line): boolean => {
    if (word !== undefined && line.word !== word) return false;
    return wanted.length === 0 || wanted.every((part) => searched(line).includes(part));
  };
  const order = orderBy(column ?? "word", language);
  const sign = isReversed ? -1 : 1;
  return lines.filter(fits).sort((a, b) => sign * order(a, b) || byPlace(a, b));
}

const foldedLines = new WeakMap<Line, string>();

/** What a line is searched for, folded once. */
function searched(line: Line): string {
  const { row, title, name, achievement, issuer, code, reason } = line;
  const text = foldedLines.get(line) ?? folded([row.label, title, name, achievement, issuer, code, reason].join(" "));
  foldedLines.set(line, text);
  return text;
}

/** Without case, accents and doubled spaces, so that people find names however they type them. */
function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
}

const byPlace = ({ row: a }: Line, { row: b }: Line): number => a.place[0] - b.place[0] || a.place[1] - b.place[1];

function orderBy(column: Column, language: string): (a: Line, b: Line) => number {
  if (column === "label") return byPlace;
  if (column === "word") return (a, b) => GRAVEST.indexOf(a.word) - GRAVEST.indexOf(b.word);
  const { compare } = new Intl.Collator(language, { numeric: true });
  // What has nothing in the column stands at the end.
  return (a, b) => Number(a[column] === "") - Number(b[column] === "") || compare(a[column], b[column]);
}

/** How many lines have each word. */
export function counts(lines: readonly Line[]): Map<Verdict | undefined, number> {
  const found = new Map<Verdict | undefined, number>();
  for (const { word } of lines) found.set(word, (found.get(word) ?? 0) + 1);
  return new Map([...found].sort(([a], [b]) => GRAVEST.indexOf(a) - GRAVEST.indexOf(b)));
}

/** The groups of the summary: what to rely on, what was genuine, what is not, and what nobody knows yet. */
export const SUMMARY: readonly (readonly [key: string, words: readonly (Verdict | undefined)[]])[] = [
  ["valid", ["valid"]],
  ["limited", ["expired", "not_yet_valid", "superseded", "suspended", "revoked"]],
  ["invalid", ["invalid"]],
  ["cannot_tell", ["cannot_tell"]],
  ["waiting", [undefined]],
];
