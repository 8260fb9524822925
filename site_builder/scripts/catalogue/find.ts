// What a reader's words find, and how well (spec/search.md SEA-4 to SEA-7).
import type { Data, Index, Part } from "./data.ts";
import { type Stems, key, words } from "./words.ts";

export interface Found {
  /** The sum of weights of each micro-credential that has all words. */
  readonly sums: ReadonlyMap<number, number>;
  /** Words that nothing has, with words near them that something has. */
  readonly unknown: ReadonlyMap<string, readonly string[]>;
}

const WEIGHTS = [8, 4, 1];
type Terms = Part["terms"];

/** Looks for the words of `q`; undefined where it has none that tell anything apart. */
export async function find(q: string, index: Index, data: Data): Promise<Found | undefined> {
  const typed = words(q, index.letters);
  const common = new Set(index.common);
  const wanted = typed.filter((word) => !common.has(key(word, index.stems)));
  if (wanted.length === 0) return undefined;
  const last = /[\p{L}\p{N}\p{M}]$/u.test(q) ? typed[typed.length - 1] : undefined;
  const each = await Promise.all(wanted.map((word) => look(word, word === last, index, data)));
  const unknown = new Map(each.flatMap(({ word, weights, near }) => (weights.size ? [] : [[word, near] as const])));
  return { sums: together(each.map(({ weights }) => weights)), unknown };
}

interface Look {
  readonly word: string;
  readonly weights: ReadonlyMap<number, number>;
  readonly near: readonly string[];
}

/** What a reader's word stands for: these keys, and all that begin with one of `starts`. */
interface Keys {
  readonly keys: readonly string[];
  readonly starts: readonly string[];
}

async function look(word: string, unfinished: boolean, index: Index, data: Data): Promise<Look> {
  const stem = key(word, index.stems);
  const ways: Keys[] = unfinished ? [{ keys: [], starts: [word, stem] }, otherwise(word, index.stems)] : [{ keys: [stem], starts: [] }];
  const weights = new Map<number, number>();
  const near: string[] = [];
  for (const way of ways) {
    const parts = await Promise.all(partsFor(way, index.first).map((part) => data.terms(part)));
    for (const { terms } of parts) for (const term of matching(terms, way)) best(weights, terms[term] ?? [], index.count);
    if (weights.size) break;
    near.push(...parts.flatMap(({ written }) => nearest(stem, written)));
  }
  return { word, weights, near: weights.size ? [] : [...new Set(near)].slice(0, 3) };
}

/** Where no key begins as the word does: keys of words that begin so, with their prefix or part of their suffix typed. */
function otherwise(word: string, { prefixes, suffixes }: Stems): Keys {
  const rests = prefixes.filter((part) => word.startsWith(part)).map((part) => word.slice(part.length));
  const starts = [word, ...rests].filter((start) => start === word || isLong(start));
  const cuts = (start: string) => [...start].map((_, at) => [...start].slice(0, at).join(""));
  const ends = (start: string, rest: string) => suffixes.some((suffix) => suffix.startsWith(start.slice(rest.length)));
  return { starts, keys: starts.flatMap((start) => cuts(start).filter((cut) => isLong(cut) && ends(start, cut))) };
}

/** Whether so much of a word still tells words apart. */
function isLong(part: string): boolean {
  return [...part].length >= 2;
}

/** The parts in which keys stand, and all in which keys begin with one of `starts`. */
function partsFor({ keys, starts }: Keys, first: Index["first"]): number[] {
  return [...new Set([...keys.map((one) => partOf(one, first)), ...starts.flatMap((start) => partsFrom(start, first))])];
}

function partOf(key: string, first: Index["first"]): number {
  const after = first.findIndex((one) => one > key);
  return Math.max(0, (after < 0 ? first.length : after) - 1);
}

function partsFrom(start: string, first: Index["first"]): number[] {
  const parts = [partOf(start, first)];
  for (let next = (parts[0] ?? 0) + 1; first[next]?.startsWith(start); next += 1) parts.push(next);
  return parts;
}

function matching(terms: Terms, { keys, starts }: Keys): string[] {
  const begun = starts.length ? Object.keys(terms).filter((term) => starts.some((start) => term.startsWith(start))) : [];
  return [...begun, ...keys.filter((one) => Object.hasOwn(terms, one))];
}

/** Adds what a key is worth to each micro-credential that has it, where no better key of the word was there. */
function best(weights: Map<number, number>, packed: readonly number[], all: number): void {
  const rare = Math.log2(1 + all / packed.length);
  let doc = -1;
  for (const one of packed) {
    doc += 1 + Math.floor(one / 3);
    const weight = (WEIGHTS[one % 3] ?? 1) * rare;
    if (weight > (weights.get(doc) ?? 0)) weights.set(doc, weight);
  }
}

function together(each: readonly ReadonlyMap<number, number>[]): Map<number, number> {
  const [first = new Map<number, number>(), ...rest] = [...each].sort((a, b) => a.size - b.size);
  const sums = new Map<number, number>();
  for (const [doc, weight] of first) {
    if (rest.every((one) => one.has(doc))) sums.set(doc, rest.reduce((sum, one) => sum + (one.get(doc) ?? 0), weight));
  }
  return sums;
}

/** Words of the same part whose keys are one or two letters away. */
function nearest(stem: string, written: Part["written"]): string[] {
  const most = stem.length < 6 ? 1 : 2;
  const near = Object.entries(written).map(([key, word]) => [distance(stem, key, most), word] as const);
  const close = near.filter(([far]) => far <= most).sort((a, b) => a[0] - b[0]);
  return close.map(([, word]) => word);
}

/** How many letters differ (Levenshtein); more than `most` is all the same. */
function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? most + 1;
}
