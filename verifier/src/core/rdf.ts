// A credential as RDF: JSON-LD by tables made from the two pinned contexts, then RDFC-1.0. What the tables do
// not know is an error. A credential of any other context must be turned away before (CRD-2).
import RDFC10, { type Quad, type Term as RdfTerm } from "rdf-canonize/lib/RDFC10.js";
import { BASE, type Term, type Terms, TYPES } from "../generated/terms.ts";
import { Digest } from "./digest.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u0020]*$/;
// Lists of equal values need the deep algorithm; the square of their number is room enough for every list of CRD-7.
const MAX_WORK_FACTOR = 2;

/** A document that has no RDF form here: a term, type or value that the tables do not know. */
export class RdfFault extends Error {}

/** The RDFC-1.0 form of `document` without its proof, read with the pinned contexts whatever it names itself. */
export function canonicalNQuads(document: JsonObject): Promise<string> {
  const createMessageDigest = (): Digest => new Digest();
  return new RDFC10({ maxWorkFactor: MAX_WORK_FACTOR, createMessageDigest }).main(quadsOf(document));
}

/** The quads of `document` without `@context` and `proof`, each once. */
export function quadsOf(document: JsonObject): Quad[] {
  const graph = new Graph();
  const rest = Object.entries(document).filter(([name]) => name !== "@context" && name !== "proof");
  graph.node(Object.fromEntries(rest));
  return graph.quads();
}

const iri = (value: string): RdfTerm => ({ termType: "NamedNode", value });
const GRAPH: RdfTerm = { termType: "DefaultGraph", value: "" };
const FIRST = iri(`${RDF}first`);
const REST = iri(`${RDF}rest`);
const NIL = iri(`${RDF}nil`);
const TYPE = iri(`${RDF}type`);

function literal(value: string, datatype: string): RdfTerm {
  return { termType: "Literal", value, datatype: iri(datatype) };
}

function absolute(value: Json | undefined): RdfTerm {
  if (typeof value !== "string" || !IRI.test(value)) throw new RdfFault(`no IRI: ${JSON.stringify(value)}`);
  return iri(value);
}

/** Numbers as JSON-LD writes them: whole ones plain, others as xsd:double whatever their datatype's name. */
function numberText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(0) : value.toExponential(15).replace(/(\d)0*e\+?/, "$1E");
}

class Graph {
  private readonly seen = new Map<string, Quad>();
  private blanks = 0;

  quads(): Quad[] {
    return [...this.seen.values()];
  }

  /** Adds a node object and gives its name. Type-scoped terms hold for the node itself, not for nodes within. */
  node(object: JsonObject): RdfTerm {
    const { id, type, ...members } = object;
    const subject = id === undefined ? this.blank() : absolute(id);
    let terms: Terms = BASE;
    for (const name of type === undefined ? [] : Array.isArray(type) ? type : [type]) {
      const known = typeof name === "string" && Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
      if (known === undefined) throw new RdfFault(`unknown type: ${JSON.stringify(name)}`);
      this.add(subject, TYPE, iri(known[0]));
      terms = { ...terms, ...known[1] };
    }
    for (const [name, value] of Object.entries(members)) {
      const term = Object.hasOwn(terms, name) ? terms[name] : undefined;
      if (term === undefined) throw new RdfFault(`unknown term: ${name}`);
      this.member(subject, term, value);
    }
    return subject;
  }

  private member(subject: RdfTerm, term: Term, value: Json): void {
    const predicate = iri(term[0]);
    const values = Array.isArray(value) ? value : [value];
    if (term[2] === "@list") this.add(subject, predicate, this.list(values, term));
    else if (term[2]) throw new RdfFault(`unknown container: ${term[2]}`);
    else for (const each of values) this.add(subject, predicate, this.value(each, term));
  }

  private list(values: readonly Json[], term: Term): RdfTerm {
    return values.reduceRight<RdfTerm>((rest, value) => {
      const cell = this.blank();
      this.add(cell, FIRST, this.value(value, term));
      this.add(cell, REST, rest);
      return cell;
    }, NIL);
  }

  private value(value: Json, term: Term): RdfTerm {
    if (isObject(value)) return this.node(value);
    const coercion = term[1] ?? "";
    if (typeof value === "string") {
      if (coercion === "@vocab") return absolute(Object.hasOwn(term[3] ?? {}, value) ? term[3]?.[value] : value);
      if (coercion === "@id") return absolute(value);
      return literal(value, coercion || `${XSD}string`);
    }
    if (coercion.startsWith("@")) throw new RdfFault(`no IRI: ${JSON.stringify(value)}`);
    if (typeof value === "boolean") return literal(String(value), coercion || `${XSD}boolean`);
    if (typeof value !== "number") throw new RdfFault("a list within a list, or null");
    return literal(numberText(value), coercion || (Number.isInteger(value) ? `${XSD}integer` : `${XSD}double`));
  }

  private blank(): RdfTerm {
    return { termType: "BlankNode", value: `b${this.blanks++}` };
  }

  private add(subject: RdfTerm, predicate: RdfTerm, object: RdfTerm): void {
    const key = JSON.stringify([subject, predicate.value, object]);
    if (!this.seen.has(key)) this.seen.set(key, { subject, predicate, object, graph: GRAPH });
  }
}
