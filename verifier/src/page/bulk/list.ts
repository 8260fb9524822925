// Lists of links or payloads: tables with a column of them, or any text that holds several.
import { readTable, unprotected } from "./csv.ts";

/** One thing to check out of a list, and the line on which it stands. */
export interface Entry {
  line: number;
  text: string;
}

/** A link's mark and payload, or a payload alone: no shorter card can be. */
const LINK = /#[A-Za-z0-9_-]{64,}/;
const PAYLOAD = /^\s*(?:[A-Za-z][A-Za-z0-9_-]{99,}|[1-9][0-9]{99,})\s*$/;
const NAMED = /^(?:link|url|card|payload|credential|verify|pautan|رابط)$/i;
/** Where the payload of a card link begins in a text, and how far before it its address may. */
const CARD = /\/#(?=\S)/g;
const ADDRESS = 2_000;
/** Lines, and marks of links, in one text: no list that is read at all has room for as many links. */
const MOST_LINES = 300_000;
const MOST_COLUMNS = 1_000;

const isLink = (cell: string): boolean => LINK.test(cell) || PAYLOAD.test(cell);

/** Bytes as text: UTF-8, or what spreadsheets write in its place. */
export function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const label = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    // Links are plain ASCII, so that whatever else is misread does not matter.
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The entries of a text; empty where it is no list: a document, or a text without a link. */
export function readList(source: string): Entry[] {
  const text = source.replace(/^\ufeff/, "");
  if (/^\s*[{[<]/.test(text) || !/[A-Za-z0-9_-]{64}/.test(text)) return [];
  const lines = readTable(text, MOST_LINES);
  if (lines.length === MOST_LINES) return [];
  return fromColumn(lines) ?? fromText(text);
}

/** The entries of the column that holds links; undefined where the lines are no table. */
function fromColumn(lines: readonly { number: number; cells: string[] }[]): Entry[] | undefined {
  const width = lines[0]?.cells.length ?? 0;
  if (width > MOST_COLUMNS || lines.some(({ cells }) => cells.length !== width)) return undefined;
  const counts = Array.from({ length: width }, (_, i) => lines.filter(({ cells }) => isLink(cells[i] ?? "")).length);
  const most = Math.max(0, ...counts);
  if (most === 0) return undefined;
  const isHead = !lines[0]?.cells.some(isLink);
  const named = isHead ? lines[0]?.cells.findIndex((cell, i) => NAMED.test(cell.trim()) && (counts[i] ?? 0) > 0) : undefined;
  const column = named !== undefined && named >= 0 ? named : counts.indexOf(most);
  // One column alone is a text with a link on each line, unless other words stand there, too.
  if (width === 1 && most < lines.length - (isHead ? 1 : 0)) return undefined;
  const body = isHead ? lines.slice(1) : lines;
  return body.map(({ number, cells }) => ({ line: number, text: unprotected((cells[column] ?? "").trim()) }));
}

/** The links of any text, each with what stands before the next one: a link may be broken over lines. */
function fromText(text: string): Entry[] {
  const starts = startsOf(text);
  let [line, counted] = [1, 0];
  return starts.map((start, i) => {
    for (; counted < start; counted++) if (text[counted] === "\n") line += 1;
    return { line, text: text.slice(start, starts[i + 1] ?? text.length).trim() };
  });
}

/** Where links begin: each character is looked at once, however many marks there are. */
function startsOf(text: string): number[] {
  const starts: number[] = [];
  let behind = 0;
  for (const { index } of text.matchAll(CARD)) {
    if (starts.length === MOST_LINES) return [];
    starts.push(wordStart(text, index, Math.max(behind, index - ADDRESS)));
    behind = index + 2;
  }
  return starts;
}

/** Where the word before a place begins, at `least` the earliest: an address has no white space in it. */
function wordStart(text: string, place: number, least: number): number {
  let start = place;
  while (start > least && !/\s/.test(text.charAt(start - 1))) start -= 1;
  return start;
}
