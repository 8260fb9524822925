// A credential as RDF: JSON-LD by tables made from the two pinned contexts, each term at once in its N-Quads spelling.
// What the tables do not know is an error. A credential of any other context must be turned away before (CRD-2).
import { BASE, type ShortTerms, TYPES, VOCABULARIES } from "../generated/terms.ts";
import { canonical, type Graph, type Node } from "./canonical.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u0020]*$/;

/** A document that has no RDF form here: a term, type or value that the tables do not know. */
export class RdfFault extends Error {}

/** The RDFC-1.0 form of `document` without its proof, read with the pinned contexts whatever it names itself. */
export function canonicalNQuads(document: JsonObject): Promise<string> {
  const found: Found = { graph: new Map(), blanks: 0 };
  const { "@context": _, proof: __, ...rest } = document;
  addNode(found, rest);
  return canonical(found.graph, found.blanks);
}

interface Found {
  graph: Graph;
  /** How many blank nodes there are; their names are the numbers below it. */
  blanks: number;
}

/** A term of the tables; IRIs in N-Quads, a coercion may be a word of JSON-LD instead. */
interface Term {
  iri: string;
  coercion: string;
  isList: boolean;
  words: Readonly<Record<string, string>>;
}
type Terms = ReadonlyMap<string, Term>;

const iri = (value: string): string => `<${value}>`;
const long = (short: string, name: string): string => iri((VOCABULARIES[Number(short[0])] as string) + (short.slice(1) || name));

function termsOf(table: ShortTerms): Terms {
  return new Map(
    Object.entries(table).map(([name, [short, coercion = "", container, words = {}]]) => {
      const type = /^\d/.test(coercion) ? long(coercion, "") : coercion;
      return [name, { iri: long(short, name), coercion: type, isList: container === "@list", words }];
    }),
  );
}

const COMMON = termsOf(BASE);
const KNOWN = new Map(Object.entries(TYPES).map(([name, [short, terms]]) => [name as Json, { iri: long(short, name), terms: termsOf(terms) }]));

const FIRST = iri(`${RDF}first`);
const REST = iri(`${RDF}rest`);
const NIL = iri(`${RDF}nil`);
const TYPE = iri(`${RDF}type`);
const STRING = iri(`${XSD}string`);

const SPECIAL = /[\u0000-\u001f"\\\u007f]/g;
const NAMED: Record<string, string> = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };
const escaped = (character: string): string =>
  NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

function literal(value: string, type: string): string {
  const quoted = `"${value.replace(SPECIAL, escaped)}"`;
  return type === STRING ? quoted : `${quoted}^^${type}`;
}

function absolute(value: Json | undefined): string {
  if (typeof value !== "string" || !IRI.test(value)) throw new RdfFault();
  return iri(value);
}

/** Numbers as JSON-LD writes them: whole ones plain, others as xsd:double whatever their datatype's name. */
function numberText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(0) : value.toExponential(15).replace(/(\d)0*e\+?/, "$1E");
}

/** Adds a statement, once. */
function add({ graph }: Found, subject: Node, predicate: string, object: Node): void {
  const known = graph.get(subject) ?? [];
  for (const one of known) if (one.predicate === predicate && one.object === object) return;
  if (known.length === 0) graph.set(subject, known);
  known.push({ predicate, object, rest: `${predicate} ${object} .\n` });
}

/** Adds a node object and gives its name. Type-scoped terms hold for the node itself, not for nodes within. */
function addNode(found: Found, object: JsonObject): Node {
  const { id, type } = object;
  const subject = id === undefined ? found.blanks++ : absolute(id);
  const scopes = [COMMON];
  for (const name of type === undefined ? [] : [type].flat()) {
    const known = KNOWN.get(name);
    if (known === undefined) throw new RdfFault();
    add(found, subject, TYPE, known.iri);
    scopes.unshift(known.terms);
  }
  for (const name in object) {
    if (name === "id" || name === "type") continue;
    let term: Term | undefined;
    for (const terms of scopes) term ??= terms.get(name);
    if (term === undefined) throw new RdfFault();
    addMember(found, subject, term, object[name] as Json);
  }
  return subject;
}

function addMember(found: Found, subject: Node, term: Term, value: Json): void {
  const values = Array.isArray(value) ? value : [value];
  if (term.isList) add(found, subject, term.iri, addList(found, values, term));
  else for (const each of values) add(found, subject, term.iri, addValue(found, each, term));
}

function addList(found: Found, values: readonly Json[], term: Term): Node {
  return values.reduceRight<Node>((rest, value) => {
    const cell = found.blanks++;
    add(found, cell, FIRST, addValue(found, value, term));
    add(found, cell, REST, rest);
    return cell;
  }, NIL);
}

function addValue(found: Found, value: Json, { coercion, words }: Term): Node {
  if (isObject(value)) return addNode(found, value);
  if (typeof value === "string") {
    if (!coercion.startsWith("@")) return literal(value, coercion || STRING);
    const word = coercion === "@vocab" && Object.hasOwn(words, value) ? words[value] : undefined;
    return word === undefined ? absolute(value) : long(word, value);
  }
  if (coercion.startsWith("@")) throw new RdfFault();
  if (typeof value === "boolean") return literal(String(value), coercion || iri(`${XSD}boolean`));
  if (typeof value !== "number") throw new RdfFault();
  return literal(numberText(value), coercion || iri(XSD + (Number.isInteger(value) ? "integer" : "double")));
}
