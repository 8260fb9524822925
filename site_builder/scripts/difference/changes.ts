// What was taken out and put in between two lists: the longest common subsequence stays.

export type Change<T> =
  | { readonly kind: "same" | "out" | "in"; readonly value: T };

/** The way from `before` to `after`, in order; what is taken out stands before what is put in. */
export function changes<T>(before: readonly T[], after: readonly T[]): Change<T>[] {
  const lengths = table(before, after);
  const found: Change<T>[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [one, other] = [before[i], after[j]];
    if (i < before.length && j < after.length && one === other) {
      found.push({ kind: "same", value: one as T });
      i += 1;
      j += 1;
    } else if (j >= after.length || (i < before.length && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      found.push({ kind: "out", value: one as T });
      i += 1;
    } else {
      found.push({ kind: "in", value: other as T });
      j += 1;
    }
  }
  return found;
}

/** The length of the longest common subsequence of the ends from each pair of places on. */
function table<T>(before: readonly T[], after: readonly T[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = lengths[i] as number[];
      const below = lengths[i + 1] as number[];
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

export interface Pair {
  readonly before: string;
  readonly after: string;
}

/** Blocks that changed: pairs of one taken out and one put in that have words in common, and single ones. */
export function pairs(before: readonly string[], after: readonly string[]): Pair[] {
  const found: Pair[] = [];
  let out: string[] = [];
  let put: string[] = [];
  const close = () => {
    for (const one of out) {
      const near = put.find((other) => alike(one, other));
      if (near !== undefined) put = put.filter((other) => other !== near);
      found.push({ before: one, after: near ?? "" });
    }
    for (const other of put) found.push({ before: "", after: other });
    [out, put] = [[], []];
  };
  for (const { kind, value } of changes(before, after)) {
    if (kind === "same") close();
    else (kind === "out" ? out : put).push(value);
  }
  close();
  return found;
}

/** The pieces of a text that are compared: words, and the white space and marks between them. */
export function pieces(text: string): string[] {
  return text.match(/[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu) ?? [];
}

/** The way from one text to another, piece by piece; what is only white space between two changes changes with them. */
export function worded(before: string, after: string): Change<string>[] {
  const found = changes(pieces(before), pieces(after));
  const runs: Change<string>[] = [];
  let [out, put] = ["", ""];
  const close = () => {
    if (out) runs.push({ kind: "out", value: out });
    if (put) runs.push({ kind: "in", value: put });
    [out, put] = ["", ""];
  };
  found.forEach(({ kind, value }, at) => {
    const within = kind === "same" && !value.trim() && (out || put) && found[at + 1] && found[at + 1]?.kind !== "same";
    if (within) [out, put] = [out + value, put + value];
    else if (kind === "out") out += value;
    else if (kind === "in") put += value;
    else {
      close();
      runs.push({ kind, value });
    }
  });
  close();
  return runs;
}

/** Whether at least a third of the words of the longer text are in both. */
function alike(one: string, other: string): boolean {
  const [words, others] = [one, other].map((text) => pieces(text).filter((piece) => /[\p{L}\p{N}]/u.test(piece)));
  if (!words || !others) return false;
  const known = new Set(others);
  return words.filter((word) => known.has(word)).length * 3 >= Math.max(words.length, others.length);
}
