// Which micro-credentials fit a choice, and how many would with each other value: one pass over all of them.
import type { Facet } from "./data.ts";

export interface Narrowed {
  /** Whether each micro-credential fits. */
  readonly fits: readonly boolean[];
  readonly count: number;
  /** By facet, how many fit all other facets and have each value. */
  readonly counts: ReadonlyMap<string, readonly number[]>;
}

interface Column {
  readonly facet: Facet;
  /** Whether each combination has a chosen value; nothing chosen: all. */
  readonly passes: readonly boolean[];
  readonly counts: number[];
}

/** `found` are those that the words found, by number; undefined where no words are looked for. */
export function narrow(
  facets: readonly Facet[],
  chosen: ReadonlyMap<string, readonly string[]>,
  count: number,
  found?: ReadonlySet<number>,
): Narrowed {
  const columns = facets.map((facet) => column(facet, chosen.get(facet.id) ?? []));
  const fits: boolean[] = new Array<boolean>(count).fill(false);
  let fitting = 0;
  for (let doc = 0; doc < count; doc += 1) {
    if (found && !found.has(doc)) continue;
    const failing = columns.filter(({ facet, passes }) => !passes[facet.of[doc] ?? 0]);
    if (failing.length === 0) {
      fits[doc] = true;
      fitting += 1;
      for (const one of columns) add(one, doc);
    } else if (failing.length === 1 && failing[0]) add(failing[0], doc);
  }
  return { fits, count: fitting, counts: new Map(columns.map(({ facet, counts }) => [facet.id, counts])) };
}

function column(facet: Facet, values: readonly string[]): Column {
  const wanted = new Set(facet.values.flatMap(([value], place) => (values.includes(value) ? [place] : [])));
  const passes = facet.sets.map((set) => values.length === 0 || set.some((place) => wanted.has(place)));
  return { facet, passes, counts: facet.values.map(() => 0) };
}

function add({ facet, counts }: Column, doc: number): void {
  for (const place of facet.sets[facet.of[doc] ?? 0] ?? []) counts[place] = (counts[place] ?? 0) + 1;
}
