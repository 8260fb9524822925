// The whole of RDFC-1.0 by rdf-canonize, for graphs in which blank nodes look alike from near. A part of its own: hardly
// any credential needs it.
import RDFC10, { type Quad, type Term } from "rdf-canonize/lib/RDFC10.js";
import type { Graph, Node } from "./canonical.ts";
import { Digest, type Hash } from "./digest.ts";

// Lists of equal values need the deep algorithm; the square of their number is room enough for every list of CRD-7.
const MAX_WORK_FACTOR = 2;
const GRAPH: Term = { termType: "DefaultGraph", value: "" };

/** The canonical N-Quads of `graph`. */
export function canonize(graph: Graph, hash: Hash): Promise<string> {
  const dataset = [...graph].flatMap(([subject, said]) =>
    said.map(({ predicate, object }): Quad => {
      return { subject: termOf(subject), predicate: termOf(predicate), object: termOf(object), graph: GRAPH };
    }),
  );
  return new RDFC10({ maxWorkFactor: MAX_WORK_FACTOR, createMessageDigest: () => new Digest(hash) }).main(dataset);
}

const LITERAL = /^"(.*)"(?:\^\^<(.*)>)?$/s;
const STRING = "http://www.w3.org/2001/XMLSchema#string";
const ESCAPED = /\\(?:u([0-9A-F]{4})|(.))/g;
const NAMED: Record<string, string> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r" };

function termOf(node: Node): Term {
  if (typeof node === "number") return { termType: "BlankNode", value: `b${node}` };
  const [, value, datatype = STRING] = LITERAL.exec(node) ?? [];
  if (value === undefined) return { termType: "NamedNode", value: node.slice(1, -1) };
  return { termType: "Literal", value: value.replace(ESCAPED, unescaped), datatype: { termType: "NamedNode", value: datatype } };
}

const unescaped = (_: string, code: string | undefined, letter: string): string =>
  code === undefined ? (NAMED[letter] ?? letter) : String.fromCharCode(parseInt(code, 16));
