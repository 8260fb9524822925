// Whether every part of a stranger's document has a meaning in the contexts at hand (VER-29). What a JSON-LD processor
// drops no signature covers, and each drops in its own way; these rules are narrower than JSON-LD's and the same as
// those of bukti/proof/foreign_terms.py.
import { equalJson } from "../core/jcs.ts";
import { isObject, type Json, type JsonObject } from "../core/json.ts";

const MAX_VALUES = 20_000;
const MAX_OBJECTS = 2_000;
const MAX_NESTED = 32;
/** Contexts that a document names in all: each one named is read anew, however often it was read before. */
const MAX_ADDRESSES = 96;

const CHAR = "(?:[A-Za-z0-9._~!$&'()*+,;=:@/?\\-]|%[0-9A-Fa-f]{2}|[\\u00a0-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\uffef])";
const HOST = "\\/\\/(?:[A-Za-z0-9._~\\-]+@)?(?:[A-Za-z0-9._~\\-]|%[0-9A-Fa-f]{2})*(?::[0-9]{0,5})?(?=[\\/?#]|$)";
const IRI = new RegExp(`^[A-Za-z][A-Za-z0-9+.\\-]*:(?:${HOST}|(?!\\/\\/))${CHAR}*(?:#${CHAR}*)?$`, "u");
const BLANK = /^_:[A-Za-z0-9]+$/;
const CONTAINERS = ["@set", "@list", "@graph", "@graph,@set"];

export type ForeignCode = "context-unknown" | "term-undefined" | "graph-too-hard";

/** Why a stranger's document has no canonical form here. */
export class ForeignFault extends Error {
  constructor(readonly code: ForeignCode) {
    super(code);
  }
}

/** Contexts by their addresses. */
export type Known = ReadonlyMap<string, Json>;

/** Throws ForeignFault unless every part of `document` has a meaning in contexts of `known`. */
export function hold(document: JsonObject, known: Known): void {
  if (!isAtHand(document["@context"], known)) throw new ForeignFault("context-unknown");
  const named = contextsWithin(document, known);
  const addresses = named.reduce((sum, count) => sum + count, 0);
  const { objects, values } = sizeOf(document);
  if (named.length - 1 > MAX_NESTED || addresses > MAX_ADDRESSES || objects > MAX_OBJECTS || values > MAX_VALUES) {
    throw new ForeignFault("graph-too-hard");
  }
  new Walk(known).node(document, new Scope());
}

function isAtHand(context: Json | undefined, known: Known): boolean {
  const listed = typeof context === "string" ? [context] : context;
  return Array.isArray(listed) && listed.length > 0 && listed.every((one) => typeof one === "string" && known.has(one));
}

/** Of `value` and each object within it that has a `@context`: how many contexts it names, all at hand. */
function contextsWithin(value: Json, known: Known): number[] {
  if (typeof value !== "object" || value === null) return [];
  const within = (Object.values(value) as Json[]).flatMap((one) => contextsWithin(one, known));
  if (!isObject(value) || !Object.hasOwn(value, "@context")) return within;
  const context = value["@context"];
  if (!isAtHand(context, known)) throw new ForeignFault("context-unknown");
  return [Array.isArray(context) ? context.length : 1, ...within];
}

function sizeOf(value: Json): { values: number; objects: number } {
  const size = { values: 1, objects: isObject(value) ? 1 : 0 };
  if (typeof value !== "object" || value === null) return size;
  for (const one of Object.values(value) as Json[]) {
    const within = sizeOf(one);
    size.values += within.values;
    size.objects += within.objects;
  }
  return size;
}

function undefinedTerm(): never {
  throw new ForeignFault("term-undefined");
}

const details = (definition: Json | undefined): JsonObject =>
  isObject(definition) ? definition : { "@id": definition ?? null };

/** What a definition says, its addresses in full, so that two can be compared. */
function plain(definition: Json, terms: ReadonlyMap<string, Json>): JsonObject {
  const said = Object.entries(details(definition)).filter(([name]) => name !== "@protected");
  return Object.fromEntries(
    said.map(([name, value]) => [name, name === "@id" || name === "@type" ? full(value, terms) : value]),
  );
}

function full(address: Json, terms: ReadonlyMap<string, Json>): Json {
  if (typeof address !== "string" || !address.includes(":")) return address;
  const [prefix, rest] = split(address);
  const base = details(terms.get(prefix))["@id"];
  return typeof base === "string" && !rest.startsWith("//") ? base + rest : address;
}

/** The context that a term brings, which may be null; an empty list, which changes nothing, where it brings none. */
function ownContext(definition: JsonObject): Json {
  return Object.hasOwn(definition, "@context") ? (definition["@context"] as Json) : [];
}

function split(address: string): [string, string] {
  const colon = address.indexOf(":");
  return colon < 0 ? [address, ""] : [address.slice(0, colon), address.slice(colon + 1)];
}

/** The terms in force at one place, and which of them no later context may define in another way. */
class Scope {
  constructor(
    readonly terms: ReadonlyMap<string, Json> = new Map(),
    private readonly shielded: ReadonlySet<string> = new Set(),
  ) {}

  /** This scope with `context` on top; `override` where it belongs to a member (JSON-LD 1.1, 4.1.11). */
  extended(context: Json, known: Known, override = false): Scope {
    if (typeof context === "string") return this.extended(known.get(context) as Json, known, override);
    if (Array.isArray(context)) {
      return context.reduce<Scope>((scope, one) => scope.extended(one, known, override), this);
    }
    if (!isObject(context)) return new Scope();
    const own = Object.entries(context).filter(([name]) => !name.startsWith("@"));
    const terms = new Map([...this.terms, ...own]);
    const shielded = new Set(this.shielded);
    for (const [name, definition] of own) {
      const before = plain(this.terms.get(name) ?? null, this.terms);
      if (shielded.has(name) && !override && !equalJson(before, plain(definition, terms))) undefinedTerm();
      if (details(definition)["@protected"] ?? context["@protected"]) shielded.add(name);
    }
    return new Scope(terms, shielded);
  }

  /** The keyword or address that `name` stands for; faults where it has none. */
  meaning(name: string): string {
    if (!this.terms.has(name)) undefinedTerm();
    const { "@id": found = name, "@reverse": reverse } = this.about(name);
    return reverse === undefined && typeof found === "string" && found !== "" ? found : undefinedTerm();
  }

  about(name: string): JsonObject {
    return details(this.terms.get(name));
  }
}

class Walk {
  constructor(private readonly known: Known) {}

  /**
   * Checks one object; type-scoped contexts hold for its own members, its own context for all below. `beside` are the
   * terms of the object that holds this one: by them, too, some processors read an object of an id and a type alone.
   */
  node(node: JsonObject, around: Scope, beside?: Scope): void {
    const own = node["@context"];
    const scope = own === undefined ? around : around.extended(own, this.known);
    const body = Object.entries(node).filter(([name]) => name !== "@context");
    const types = this.types(body, scope);
    const inner = this.scoped(scope, types);
    if (beside !== undefined && body.map(([name]) => inner.meaning(name)).sort().join() === "@id,@type") {
      this.scoped(beside.extended(own ?? [], this.known), types);
    }
    const keywords = body.map(([name]) => inner.meaning(name)).filter((meaning) => meaning.startsWith("@"));
    if (body.length === 0 || new Set(keywords).size < keywords.length) undefinedTerm();
    if (body.some(([name]) => name.startsWith("@"))) undefinedTerm();
    for (const [name, value] of body) this.member(name, value, scope, inner);
  }

  /** `scope` with the contexts of these types on top. */
  private scoped(scope: Scope, types: readonly string[]): Scope {
    return types.reduce((inner, name) => inner.extended(ownContext(scope.about(name)), this.known), scope);
  }

  /** The types of an object in the order in which their contexts count (JSON-LD 1.1 API, 5.1.2, step 11). */
  private types(body: readonly [string, Json][], scope: Scope): string[] {
    const found = body.flatMap(([name, value]) =>
      scope.terms.has(name) && scope.about(name)["@id"] === "@type" ? (Array.isArray(value) ? value : [value]) : [],
    );
    const names = found.map((name) => (typeof name === "string" ? name : undefinedTerm()));
    for (const name of names) checkNamed(name, scope);
    return names.sort();
  }

  private member(name: string, value: Json, scope: Scope, inner: Scope): void {
    const meaning = inner.meaning(name);
    const definition = inner.about(name);
    const container = [definition["@container"] ?? "@set"].flat().sort().join();
    if (meaning === "@id") checkAddress(value, scope);
    else if (meaning === "@type") {
      if ((Array.isArray(value) && value.length === 0) || !equalJson(definition, scope.about(name))) undefinedTerm();
    } else if (meaning.startsWith("@") || !CONTAINERS.includes(container)) undefinedTerm();
    else {
      const scoped = ownContext(definition);
      const [below, beside] = [scope, inner].map((one) => one.extended(scoped, this.known, true)) as [Scope, Scope];
      const values = Array.isArray(value) ? value : [value];
      if (values.length === 0 || (container.includes("@graph") && values.some(isBare))) undefinedTerm();
      for (const one of values) this.value(one, definition["@type"] ?? "@none", below, beside);
    }
  }

  private value(value: Json, kind: Json, scope: Scope, beside: Scope): void {
    if (value === null || Array.isArray(value) || kind === "@json") undefinedTerm();
    if (isObject(value)) this.node(value, scope, beside);
    else if (kind === "@id") checkAddress(value, scope);
    else if (kind === "@vocab") checkNamed(typeof value === "string" ? value : undefinedTerm(), scope);
  }
}

/** Whether an object has a single member: as the whole of a graph it says nothing. */
function isBare(value: Json): boolean {
  return isObject(value) && Object.keys(value).filter((name) => name !== "@context").length < 2;
}

/** A type, or a value out of a vocabulary: a term that stands for an address, or an address. */
function checkNamed(name: string, scope: Scope): void {
  if (!scope.terms.has(name)) checkIri(name, scope);
  else if (scope.meaning(name).startsWith("@")) undefinedTerm();
}

function checkAddress(value: Json, scope: Scope): void {
  if (typeof value !== "string") undefinedTerm();
  if (!BLANK.test(value)) checkIri(value, scope);
}

function checkIri(value: string, scope: Scope): void {
  // "term:rest" would be read as short for an address.
  const [scheme, rest] = split(value);
  if (!IRI.test(value) || (scope.terms.has(scheme) && !rest.startsWith("//"))) undefinedTerm();
}
