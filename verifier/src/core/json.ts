// A strict reader of JSON (CRD-1). JSON.parse lets a second member of the same name win and rounds numbers in
// silence; what is signed and hashed must have one meaning for every reader.
import type { Code } from "./codes.ts";
import { InputFault } from "./fault.ts";
import { shown } from "./result.ts";

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

export const MAX_BYTES = 262_144;
const MAX_DEPTH = 32;
const MAX_NUMBER = 2 ** 53 - 1;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Makes objects that inherit nothing: no name of a member is special. (Those of Object.create(null) are slower by half.) */
const Bare = function () {} as unknown as new () => JsonObject;
Bare.prototype = Object.create(null);

/** A shallow copy of objects, laid over one another. */
export function copied(...objects: JsonObject[]): JsonObject {
  return Object.assign(new Bare(), ...objects) as JsonObject;
}

export function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function isInRange(value: number): boolean {
  return Math.abs(value) <= MAX_NUMBER && Number(value.toFixed(2)) === value;
}

/** What is being read, and the place that was reached. Reading never waits, so there is one text at a time. */
let source = "";
let place = 0;

/** The value of a JSON text; throws InputFault. */
export function readJson(whole: string): Json {
  [source, place] = [whole, 0];
  const value = readValue(1);
  skipSpace();
  if (place < source.length) fail("parse-not-json");
  return value;
}

/** The value of a JSON text, or undefined for any other text. */
export function jsonOf(whole: string): Json | undefined {
  try {
    return readJson(whole);
  } catch (error) {
    if (error instanceof InputFault) return undefined;
    throw error;
  }
}

/** A string, a number or a word, whole. */
const SCALAR =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;
/** Where a string ends, or what needs a closer look before that. */
const STOP = /["\\\u0000-\u001f\ud800-\udfff]/g;

function fail(code: Code, names?: Record<string, string>): never {
  throw new InputFault(code, names);
}

function readValue(depth: number): Json {
  skipSpace();
  const first = source[place];
  if (first === '"') return readString();
  if (first === "{") return readObject(depth);
  if (first === "[") return readArray(depth);
  const [token, value] = readScalar();
  if (typeof value === "number" && !isInRange(value)) fail("parse-number", { number: shown(token) });
  return value;
}

function readObject(depth: number): JsonObject {
  open(depth);
  const members = new Bare();
  if (take("}")) return members;
  do {
    skipSpace();
    if (source[place] !== '"') fail("parse-not-json");
    const name = readString();
    if (name in members) fail("parse-duplicate-key", { name: shown(name) });
    expect(":");
    members[name] = readValue(depth + 1);
  } while (take(","));
  expect("}");
  return members;
}

function readArray(depth: number): Json[] {
  open(depth);
  const items: Json[] = [];
  if (take("]")) return items;
  do items.push(readValue(depth + 1));
  while (take(","));
  expect("]");
  return items;
}

function open(depth: number): void {
  if (depth > MAX_DEPTH) fail("parse-depth");
  place++;
}

function readString(): string {
  STOP.lastIndex = place + 1;
  const end = STOP.test(source) ? STOP.lastIndex : 0;
  if (source[end - 1] === '"') return source.slice(place + 1, (place = end) - 1);
  const value = readScalar()[1] as string;
  if (/\p{Surrogate}/u.test(value)) fail("parse-surrogate");
  return value;
}

/** A token, and what it stands for: of one token JSON.parse has the same opinion as everybody. */
function readScalar(): [token: string, value: Json] {
  SCALAR.lastIndex = place;
  const token = SCALAR.exec(source)?.[0] ?? fail("parse-not-json");
  place += token.length;
  return [token, JSON.parse(token) as Json];
}

function skipSpace(): void {
  for (;; place++) {
    const code = source.charCodeAt(place);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
  }
}

function take(mark: string): boolean {
  skipSpace();
  if (source[place] !== mark) return false;
  place++;
  return true;
}

function expect(mark: string): void {
  if (!take(mark)) fail("parse-not-json");
}
