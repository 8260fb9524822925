// A credential as RDF: JSON-LD by tables made from the two pinned contexts, each term at once in its N-Quads spelling.
// What the tables do not know is an error. A credential of any other context must be turned away before (CRD-2).
import { BASE, type Term, type Terms, TYPES } from "../generated/terms.ts";
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

const iri = (value: string): string => `<${value}>`;
const FIRST = iri(`${RDF}first`);
const REST = iri(`${RDF}rest`);
const NIL = iri(`${RDF}nil`);
const TYPE = iri(`${RDF}type`);

const SPECIAL = /[\u0000-\u001f"\\\u007f]/g;
const NAMED: Record<string, string> = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };
const escaped = (character: string): string =>
  NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

function literal(value: string, type: string): string {
  const quoted = `"${value.replace(SPECIAL, escaped)}"`;
  return type === `${XSD}string` ? quoted : `${quoted}^^${iri(type)}`;
}

function absolute(value: Json | undefined): string {
  if (typeof value !== "string" || !IRI.test(value)) throw new RdfFault(`no IRI: ${JSON.stringify(value)}`);
  return iri(value);
}

/** Numbers as JSON-LD writes them: whole ones plain, others as xsd:double whatever their datatype's name. */
function numberText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(0) : value.toExponential(15).replace(/(\d)0*e\+?/, "$1E");
}

/** Adds a statement, once. */
function add({ graph }: Found, subject: Node, predicate: string, object: Node): void {
  const known = graph.get(subject) ?? [];
  if (known.some((one) => one.predicate === predicate && one.object === object)) return;
  if (known.length === 0) graph.set(subject, known);
  known.push({ predicate, object, rest: `${predicate} ${object} .\n` });
}

function own<T>(table: Readonly<Record<string, T>> | undefined, name: Json): T | undefined {
  return table && typeof name === "string" && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Adds a node object and gives its name. Type-scoped terms hold for the node itself, not for nodes within. */
function addNode(found: Found, object: JsonObject): Node {
  const { id, type } = object;
  const subject = id === undefined ? found.blanks++ : absolute(id);
  const scopes: Terms[] = [BASE];
  for (const name of type === undefined ? [] : [type].flat()) {
    const known = own(TYPES, name);
    if (known === undefined) throw new RdfFault(`unknown type: ${JSON.stringify(name)}`);
    add(found, subject, TYPE, known[0]);
    scopes.unshift(known[1]);
  }
  for (const name in object) {
    if (name === "id" || name === "type") continue;
    const scope = scopes.find((terms) => Object.hasOwn(terms, name));
    const term = scope?.[name];
    if (term === undefined) throw new RdfFault(`unknown term: ${name}`);
    addMember(found, subject, term, object[name] as Json);
  }
  return subject;
}

function addMember(found: Found, subject: Node, term: Term, value: Json): void {
  const predicate = term[0];
  const values = Array.isArray(value) ? value : [value];
  if (term[2] === "@list") add(found, subject, predicate, addList(found, values, term));
  else if (term[2]) throw new RdfFault(`unknown container: ${term[2]}`);
  else for (const each of values) add(found, subject, predicate, addValue(found, each, term));
}

function addList(found: Found, values: readonly Json[], term: Term): Node {
  return values.reduceRight<Node>((rest, value) => {
    const cell = found.blanks++;
    add(found, cell, FIRST, addValue(found, value, term));
    add(found, cell, REST, rest);
    return cell;
  }, NIL);
}

function addValue(found: Found, value: Json, [, coercion = "", , words]: Term): Node {
  if (isObject(value)) return addNode(found, value);
  if (typeof value === "string") {
    if (coercion === "@vocab") return absolute(own(words, value) ?? value);
    return coercion === "@id" ? absolute(value) : literal(value, coercion || `${XSD}string`);
  }
  if (coercion.startsWith("@")) throw new RdfFault(`no IRI: ${JSON.stringify(value)}`);
  if (typeof value === "boolean") return literal(String(value), coercion || `${XSD}boolean`);
  if (typeof value !== "number") throw new RdfFault("a list within a list, or null");
  return literal(numberText(value), coercion || (Number.isInteger(value) ? `${XSD}integer` : `${XSD}double`));
}
