// RDFC-1.0, as far as the near surroundings of blank nodes tell them apart (4.4 steps 1 to 5, 4.6). Those of almost every
// credential do; where two are alike the whole algorithm is asked, which is a part of its own.
import { sha256Hex } from "./bytes.ts";

/** A term in N-Quads; a number is a blank node. */
export type Node = string | number;
/** `rest` is all of the line that follows the subject, where the object has a name already. */
export interface Statement {
  predicate: string;
  object: Node;
  rest: string;
}
/** What is said of each subject, no statement twice. */
export type Graph = Map<Node, Statement[]>;

/** The part with the whole algorithm could not be loaded, so there is no telling (VER-14). */
export class PartMissing extends Error {}

/** The canonical N-Quads of a graph whose blank nodes are the numbers below `blanks`. */
export async function canonical(graph: Graph, blanks: number): Promise<string> {
  const places = await rank(graph, blanks);
  if (places === undefined) return inFull(graph);
  const name = (node: Node): string => (typeof node === "number" ? `_:c14n${places[node]}` : node);
  const parts: string[] = [];
  // No subject with its space begins another one, so the lines are in order when the subjects and those of each are.
  for (const [subject, said] of inOrder([...graph].map(([node, about]) => [`${name(node)} `, about] as const))) {
    for (const rest of said.map((one) => restOf(one, name)).sort()) parts.push(subject, rest);
  }
  return parts.join("");
}

const inOrder = <T>(named: (readonly [string, T])[]): (readonly [string, T])[] => named.sort(([a], [b]) => (a < b ? -1 : 1));

/** What follows the subject in a line, blank nodes by the names that `name` gives. */
export function restOf({ predicate, object, rest }: Statement, name: (blank: Node) => string): string {
  return typeof object === "number" ? `${predicate} ${name(object)} .\n` : rest;
}

/** The place of each blank node in the order of first-degree hashes; undefined where two are alike. */
async function rank(graph: Graph, blanks: number): Promise<number[] | undefined> {
  if (blanks < 2) return [0];
  const hashes = await Promise.all(surroundings(graph, blanks).map(hashOf));
  const places = new Map([...hashes].sort().map((hash, place) => [hash, place]));
  return places.size < blanks ? undefined : hashes.map((hash) => places.get(hash) as number);
}

/** The lines about each blank node as they come, itself as `_:a` and every other one as `_:z` (RDFC-1.0, 4.6). */
function surroundings(graph: Graph, blanks: number): string[] {
  const about = Array.from({ length: blanks }, () => "");
  for (const [subject, said] of graph) {
    for (const one of said) {
      const { predicate, object } = one;
      if (typeof subject === "number") about[subject] += `_:a ${restOf(one, () => (object === subject ? "_:a" : "_:z"))}`;
      if (typeof object !== "number" || object === subject) continue;
      about[object] += `${typeof subject === "number" ? "_:z" : subject} ${predicate} _:a .\n`;
    }
  }
  return about;
}

const MAX_HASHES = 2_000;
/** Hashes by their text: most blank nodes are the same in all credentials of one class. */
const HASHES = new Map<string, string>();

function hashOf(about: string): string | Promise<string> {
  return HASHES.get(about) ?? remembered(about);
}

/** The order in which lines come is the same in all credentials of a class, so they are sorted only here. */
async function remembered(about: string): Promise<string> {
  const hash = await sha256Hex(about.split("\n").sort().slice(1).join("\n") + "\n");
  if (HASHES.size >= MAX_HASHES) HASHES.clear();
  HASHES.set(about, hash);
  return hash;
}

async function inFull(graph: Graph): Promise<string> {
  const part = await import("./canonize.ts").catch(() => undefined);
  if (part === undefined) throw new PartMissing();
  return part.canonize(graph, sha256Hex);
}
