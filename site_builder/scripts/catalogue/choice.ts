// What the reader chose, and its form in the address: behind the '#', which browsers do not send to the host.

export interface Choice {
  readonly q: string;
  readonly sort: string;
  /** Values by facet; of one facet any, of several facets all. */
  readonly facets: ReadonlyMap<string, readonly string[]>;
  /** What is to be compared: `provider/mc`. */
  readonly compare: readonly string[];
}

export const MOST_COMPARED = 4;
export const BEST = "best";
const STATUS = "status";
const FIELD = "field";
const ANY = "any";
/** Characters of a reader's words; the field takes no more. */
const LONGEST = 200;
const REF = /^[a-z0-9-]{1,64}\/[a-z0-9-]{1,64}$/;

/** What can be chosen. */
export interface Offered {
  /** By facet its values, where those are known already. */
  readonly facets: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** The statuses that are shown unless an address says otherwise; none: all are. */
  readonly begins: readonly string[];
  readonly sorts: readonly string[];
}

/** The choice in an address. Facets that there are not, and values that are no values, are nobody's choice. */
export function read(fragment: string, query: string, { facets, begins, sorts }: Offered): Choice {
  const said = new URLSearchParams(fragment.replace(/^#/, ""));
  const asked = new URLSearchParams(query);
  const chosen = new Map<string, readonly string[]>();
  for (const [id, known] of facets) {
    const values = (said.get(id) ?? "").split(",").filter((value) => value && (known?.has(value) ?? true));
    if (values.length) chosen.set(id, [...new Set(values)]);
  }
  const any = (said.get(STATUS) ?? "").split(",").includes(ANY);
  if (any) chosen.delete(STATUS);
  else if (!chosen.has(STATUS) && begins.length) chosen.set(STATUS, begins);
  const compare = (said.get("compare") ?? "").split(",").filter((ref) => REF.test(ref));
  return {
    q: [...(said.get("q") ?? asked.get("q") ?? "")].slice(0, LONGEST).join(""), // whole characters: half of one fits no address
    sort: sorts.find((sort) => sort === said.get("sort")) ?? BEST,
    facets: chosen,
    compare: [...new Set(compare)].slice(0, MOST_COMPARED),
  };
}

/** The part of an address after '#' that says `choice`; empty for the page as it is at first. */
export function written(choice: Choice, begins: readonly string[]): string {
  const parts: string[] = [];
  const put = (name: string, value: string) => value && parts.push(`${name}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":")}`);
  put("q", choice.q.trim());
  for (const [id, values] of choice.facets) if (!(id === STATUS && same(values, begins))) put(id, values.join(","));
  if (!choice.facets.has(STATUS) && begins.length) put(STATUS, ANY);
  put("sort", choice.sort === BEST ? "" : choice.sort);
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

/** Whether the choice is what the page begins with. */
export function isPlain(choice: Choice, begins: readonly string[]): boolean {
  const statuses = choice.facets.get(STATUS) ?? [];
  return !choice.q.trim() && choice.facets.size === Math.min(statuses.length, 1) && same(statuses, begins);
}

function same(values: readonly string[], others: readonly string[]): boolean {
  return values.join() === others.join();
}
