// What the reader chose, and its form in the address: behind the '#', which browsers do not send to the host.

export const SORTS = ["best", "title", "new", "small", "large", "short", "long"] as const;
export type Sort = (typeof SORTS)[number];

export interface Choice {
  readonly q: string;
  readonly sort: Sort;
  /** Values by facet; of one facet any, of several facets all. */
  readonly facets: ReadonlyMap<string, readonly string[]>;
  /** What is to be compared: `provider/mc`. */
  readonly compare: readonly string[];
}

export const MOST_COMPARED = 4;
const STATUS = "status";
const FIELD = "field";
const ANY = "any";
/** Unless something else is chosen, what can be taken up now. */
const OFFERED = ["active"];
const REF = /^[a-z0-9-]{1,64}\/[a-z0-9-]{1,64}$/;

/** The choice in an address. Facets that there are not, and values that are no values, are nobody's choice. */
export function read(fragment: string, query: string, facets: readonly string[]): Choice {
  const said = new URLSearchParams(fragment.replace(/^#/, ""));
  const asked = new URLSearchParams(query);
  const chosen = new Map<string, readonly string[]>();
  for (const id of facets) {
    const values = [...new Set((said.get(id) ?? "").split(",").filter(Boolean))];
    if (values.length) chosen.set(id, values);
  }
  if (!chosen.has(STATUS)) chosen.set(STATUS, OFFERED);
  if (chosen.get(STATUS)?.includes(ANY)) chosen.delete(STATUS);
  const compare = (said.get("compare") ?? "").split(",").filter((ref) => REF.test(ref));
  return {
    q: (said.get("q") ?? asked.get("q") ?? "").slice(0, 200),
    sort: SORTS.find((sort) => sort === said.get("sort")) ?? "best",
    facets: chosen,
    compare: [...new Set(compare)].slice(0, MOST_COMPARED),
  };
}

/** The part of an address after '#' that says `choice`; empty for the page as it is at first. */
export function written(choice: Choice): string {
  const parts: string[] = [];
  const put = (name: string, value: string) => value && parts.push(`${name}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":")}`);
  put("q", choice.q.trim());
  for (const [id, values] of choice.facets) if (!(id === STATUS && isOffered(values))) put(id, values.join(","));
  if (!choice.facets.has(STATUS)) put(STATUS, ANY);
  put("sort", choice.sort === "best" ? "" : choice.sort);
  put("compare", choice.compare.join(","));
  return parts.join("&");
}

/** `choice` with one value more of a facet, or without it. */
export function toggled(choice: Choice, facet: string, value: string): Choice {
  const before = choice.facets.get(facet) ?? [];
  if (before.includes(value)) return without(choice, facet, before.filter((one) => one !== value));
  return without(choice, facet, [...before.filter((one) => facet !== FIELD || apart(one, value)), value]);
}

/** Of fields, a narrower one stands in place of the broader one that it is part of, and the other way round. */
function apart(one: string, other: string): boolean {
  return !one.startsWith(other) && !other.startsWith(one);
}

/** `choice` with `values` of a facet in place of all that were chosen. */
export function without(choice: Choice, facet: string, values: readonly string[] = []): Choice {
  const facets = new Map(choice.facets);
  if (values.length) facets.set(facet, values);
  else facets.delete(facet);
  return { ...choice, facets };
}

/** Whether the choice is nothing but what is on offer. */
export function isPlain(choice: Choice): boolean {
  return !choice.q.trim() && choice.facets.size === 1 && isOffered(choice.facets.get(STATUS) ?? []);
}

function isOffered(values: readonly string[]): boolean {
  return values.join() === OFFERED.join();
}
