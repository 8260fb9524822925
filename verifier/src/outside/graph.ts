// The canonical RDF form of a document that a stranger wrote: contexts at hand alone, work bounded by counts (VER-29).
import documents from "bukti:contexts";
import jsonld from "jsonld/lib/jsonld.js";
import RDFC10, { type Quad, type Term } from "rdf-canonize/lib/RDFC10.js";
import { sha256Hex } from "../core/bytes.ts";
import { Digest } from "../core/digest.ts";
import type { Json, JsonObject } from "../core/json.ts";
import { ForeignFault, hold, type Known } from "./terms.ts";

const KNOWN: Known = new Map(Object.entries(documents).map(([url, document]) => [url, document["@context"]]));
const MAX_ALIKE = 6;
const MAX_LINKS = 64;

/** The RDFC-1.0 form of a stranger's document with the contexts that it names; throws ForeignFault. */
export async function foreignNQuads(document: JsonObject): Promise<string> {
  hold(document, KNOWN);
  const quads = await quadsOf(document);
  if (isHard(quads)) throw new ForeignFault("graph-too-hard");
  return new RDFC10({ maxWorkFactor: Infinity, createMessageDigest: () => new Digest(sha256Hex) }).main(quads);
}

async function quadsOf(document: JsonObject): Promise<Quad[]> {
  const options = { safe: true, base: "", documentLoader: atHand };
  try {
    // A copy with ordinary objects, which the processor may change.
    const quads = await jsonld.toRDF(JSON.parse(JSON.stringify(document)), options);
    return [...new Map(quads.map((quad) => [termsOf(quad).map((term) => key(term)).join("\n"), quad])).values()];
  } catch (error) {
    if ((error as Error).name.startsWith("jsonld.")) throw new ForeignFault("term-undefined");
    throw error;
  }
}

function atHand(url: string): Promise<{ contextUrl: null; document: unknown; documentUrl: string }> {
  if (!KNOWN.has(url)) return Promise.reject(new Error(`${url} is not at hand, and nothing is fetched`));
  return Promise.resolve({ contextUrl: null, document: { "@context": KNOWN.get(url) as Json }, documentUrl: url });
}

const termsOf = ({ subject, predicate, object, graph }: Quad): Term[] => [subject, predicate, object, graph];
const isBlank = ({ termType }: Term): boolean => termType === "BlankNode";
const key = ({ termType, value, datatype, language }: Term & { language?: string }): string =>
  JSON.stringify([termType, value, datatype?.value, language]);

/** Whether more blank nodes than allowed are alike and linked with one another. */
function isHard(quads: readonly Quad[]): boolean {
  const said = new Map<string, string[]>();
  const linking: string[][] = [];
  for (const quad of quads) {
    const terms = termsOf(quad);
    const blanks = [...new Set(terms.filter(isBlank).map(({ value }) => value))];
    for (const blank of blanks) {
      const line = terms.map((term) => seenFrom(blank, term)).join("\n");
      said.set(blank, [...(said.get(blank) ?? []), line]);
    }
    if (blanks.length > 1) linking.push(blanks);
  }
  const alike = alikeOf(said);
  const links = linking.map((blanks) => blanks.filter((blank) => alike.has(blank))).filter(({ length }) => length > 1);
  return new Set(links.flat()).size > MAX_ALIKE || links.length > MAX_LINKS;
}

/** The blank nodes of which the same is said as of some other. */
function alikeOf(said: ReadonlyMap<string, string[]>): Set<string> {
  const groups = new Map<string, string[]>();
  for (const [blank, lines] of said) {
    const about = JSON.stringify(lines.sort());
    const group = groups.get(about);
    if (group === undefined) groups.set(about, [blank]);
    else group.push(blank);
  }
  return new Set([...groups.values()].filter(({ length }) => length > 1).flat());
}

/** A term as the first-degree hash of `blank` sees it (RDFC-1.0, 4.6). */
function seenFrom(blank: string, term: Term): string {
  if (!isBlank(term)) return key(term);
  return term.value === blank ? "_:a" : "_:z";
}
