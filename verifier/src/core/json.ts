// A strict reader of JSON (CRD-1). JSON.parse lets a second member of the same name win and rounds numbers in
// silence; what is signed and hashed must have one meaning for every reader.

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

export const MAX_BYTES = 262_144;
const MAX_DEPTH = 32;
const MAX_NUMBER = 2 ** 53 - 1;

export type JsonFaultCode =
  | "parse-not-json"
  | "parse-duplicate-key"
  | "parse-depth"
  | "parse-number"
  | "parse-surrogate";

/** The first thing that is wrong with a JSON text. `names` fills the sentence of its code. */
export class JsonFault extends Error {
  constructor(
    readonly code: JsonFaultCode,
    readonly names: Record<string, string> = {},
  ) {
    super(code);
  }
}

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

/** The value of a JSON text; throws JsonFault. */
export function readJson(whole: string): Json {
  [source, place] = [whole, 0];
  const value = readValue(1);
  skipSpace();
  if (place < source.length) fail("parse-not-json");
  return value;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
/** Where a string ends, or what needs a closer look before that. */
const STOP = /["\\\u0000-\u001f\ud800-\udfff]/g;
const ESCAPES: Record<string, string> = {
  '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t",
}; // prettier-ignore
const WORDS: [string, Json][] = [["true", true], ["false", false], ["null", null]];

function fail(code: JsonFaultCode, names?: Record<string, string>): never {
  throw new JsonFault(code, names);
}

function readValue(depth: number): Json {
  skipSpace();
  const first = source[place];
  if (first === '"') return readString();
  if (first === "{") return readObject(depth);
  if (first === "[") return readArray(depth);
  for (const [word, value] of WORDS) {
    if (source.startsWith(word, place)) {
      place += word.length;
      return value;
    }
  }
  return readNumber();
}

function readObject(depth: number): JsonObject {
  open(depth);
  const members = new Bare();
  if (take("}")) return members;
  do {
    skipSpace();
    if (source[place] !== '"') fail("parse-not-json");
    const name = readString();
    if (name in members) fail("parse-duplicate-key", { name });
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
  STOP.lastIndex = ++place;
  const end = STOP.test(source) ? STOP.lastIndex - 1 : place;
  if (source[end] !== '"') return readUnusual();
  const value = source.slice(place, end);
  place = end + 1;
  return value;
}

/** A string with escapes or surrogates, or with a fault. */
function readUnusual(): string {
  let value = match(PLAIN);
  for (let stop = source[place++]; stop !== '"'; stop = source[place++]) {
    if (stop !== "\\") fail("parse-not-json");
    value += readEscape() + match(PLAIN);
  }
  if (/\p{Surrogate}/u.test(value)) fail("parse-surrogate");
  return value;
}

function readEscape(): string {
  const letter = source[place++] ?? "";
  if (letter !== "u") return ESCAPES[letter] ?? fail("parse-not-json");
  const digits = source.slice(place, (place += 4));
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) fail("parse-not-json");
  return String.fromCharCode(parseInt(digits, 16));
}

function readNumber(): number {
  const literal = match(NUMBER);
  if (literal === "") fail("parse-not-json");
  const value = Number(literal);
  if (!isInRange(value)) fail("parse-number", { number: literal });
  return value;
}

function match(pattern: RegExp): string {
  pattern.lastIndex = place;
  const found = pattern.exec(source)?.[0] ?? "";
  place += found.length;
  return found;
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
