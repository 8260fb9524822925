// From what people paste to what can be judged: a link may stand in a sentence, or be broken over several lines.
// Loaded when something is pasted or dropped.
import { readInput } from "../core/input.ts";
import { MAX_BYTES } from "../core/json.ts";

/** One meaning of a pasted text, and the address that its link names. */
export interface Reading {
  input: string;
  address?: URL;
}

const MAX_PAYLOAD = 1_200;
const MAX_LINKS = 50;
/** Pieces that are joined in all: texts of strangers are read while the page waits. */
const MAX_PIECES = 3_000;
/** White space, and characters that programs put into long words without showing them. */
const GAP = "[\\s\\u00ad\\u200b\\u2060\\ufeff]";
const PIECES = new RegExp(`${GAP}*([A-Za-z0-9_-]+)`, "y");

const isReadable = (input: string): boolean => readInput(input).every(({ parse }) => parse.state === "passed");

/**
 * What `text` may mean, the likeliest first; never empty. A break within a link looks like the space after its end,
 * so there may be several meanings: only with the right one the signature passes.
 */
export function readings(text: string): Reading[] {
  if (text.length > MAX_BYTES || /^\s*\{/.test(text)) return [{ input: text }];
  const links = [...text.matchAll(/#/g)].map(({ index }) => index);
  if (isReadable(text)) return [{ input: text, ...named(text, links[0]) }];
  if (links.length === 0) return withoutGaps(text);
  const isCard = (at: number): boolean => new RegExp(`/${GAP}*$`).test(text.slice(Math.max(0, at - 8), at));
  const cards = links.filter(isCard);
  let left = MAX_PIECES;
  for (const at of [...cards, ...links.filter((link) => !isCard(link))].slice(0, MAX_LINKS)) {
    const joined = payloads(text, at + 1).slice(0, left);
    left -= joined.length;
    const readable = joined.filter(isReadable);
    if (readable.length > 0) return readable.reverse().map((input) => ({ input, ...named(text, at) }));
  }
  const [first] = cards;
  // A link there is, but a damaged one: it is to be told as such, not as a text without any.
  return [{ input: first === undefined ? text : (payloads(text, first + 1)[0] ?? "#") }];
}

/** `#` and the first piece that stands at `start`, then with each further piece joined to it. */
function payloads(text: string, start: number): string[] {
  const found: string[] = [];
  let joined = "#";
  PIECES.lastIndex = start;
  for (let piece = PIECES.exec(text); piece !== null; piece = PIECES.exec(text)) {
    joined += piece[1] as string;
    if (joined.length > MAX_PAYLOAD + 1) break;
    found.push(joined);
  }
  return found;
}

/** A payload alone that was broken over lines. */
function withoutGaps(text: string): Reading[] {
  const joined = text.replace(new RegExp(GAP, "g"), "");
  return [{ input: joined.length <= MAX_PAYLOAD && isReadable(joined) ? joined : text }];
}

/** The address before the `#` at `at`: one with its scheme, or one that the text begins with. */
function named(text: string, at = 0): { address?: URL } {
  const before = text.slice(Math.max(0, at - 2_000), at).trim();
  const word = /\S*$/.exec(before)?.[0] ?? "";
  const link = /https?:\/\/.*$/i.exec(word)?.[0] ?? (word === before && /^[^/]+\.[^/]+\//.test(word) ? `https://${word}` : "");
  return URL.canParse(link) ? { address: new URL(link) } : {};
}
