// The receipt as data: what was checked, with which data, by which build, and how to check it again.
import { asJson } from "../core/details.ts";
import type { JsonObject } from "../core/json.ts";
import type { Directory } from "../core/lookup.ts";
import type { Result } from "../core/result.ts";
import { isoTime, type Problem } from "./summary.ts";

/** One thing that was checked; without `result` and `problem` it was not its turn. */
export interface ReceiptEntry {
  label: string;
  /** Milliseconds. */
  checkedAt: number | undefined;
  result: Result | undefined;
  problem?: Problem | undefined;
  /** The link under which it can be checked again. */
  link: string | undefined;
  directory: Directory | undefined;
}

/** What a receipt rests on. */
export interface Basis {
  /** The page's own address. */
  page: string;
  /** The digest of the page's build; empty where it is not known. */
  build: string;
}

/** The publications that the results rest on, each once. */
export function publications(entries: readonly ReceiptEntry[]): Directory[] {
  const found = new Map(entries.flatMap(({ directory }) => (directory === undefined ? [] : [[directory.snapshot, directory] as const])));
  return [...found.values()];
}

/** The first and the last time of checking; undefined where nothing was. */
export function times(entries: readonly ReceiptEntry[]): [number, number] | undefined {
  const all = entries.flatMap(({ checkedAt }) => checkedAt ?? []);
  return all.length === 0 ? undefined : [Math.min(...all), Math.max(...all)];
}

/** The file's text: results as VER-19 has them, each with its time, its data and its link. */
export function receiptFile(entries: readonly ReceiptEntry[], { page, build }: Basis): string {
  const receipt = {
    note: "This file proves nothing by itself: check again.",
    checked_at: isoTime(times(entries)?.[1]) || null,
    page,
    build: build || null,
    data: publications(entries).map(dataOf),
    results: entries.map(resultOf),
  };
  return `${JSON.stringify(receipt, null, 2)}\n`;
}

const dataOf = ({ snapshot, date }: Directory): JsonObject => ({ commit: snapshot, date: isoTime(date) || null });

function resultOf({ label, checkedAt, result, problem, link, directory }: ReceiptEntry): JsonObject {
  const verdict = problem === undefined ? null : "cannot_tell";
  const none = { input: label, verdict, checks: [], credential: null, data_as_of: null };
  return {
    ...(result === undefined ? none : asJson(result)),
    ...(problem === undefined ? {} : { problem }),
    checked_at: isoTime(checkedAt) || null,
    data: directory === undefined ? null : dataOf(directory),
    link: link ?? null,
  };
}
