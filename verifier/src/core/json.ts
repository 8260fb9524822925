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

export function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function isInRange(value: number): boolean {
  return Math.abs(value) <= MAX_NUMBER && Number(value.toFixed(2)) === value;
}

/** The value of a JSON text; throws JsonFault. Objects have no prototype, so no member name is special. */
export function readJson(source: string): Json {
  return new Reader(source).document();
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Record<string, string> = {
  '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t",
}; // prettier-ignore
const WORDS: [string, Json][] = [["true", true], ["false", false], ["null", null]];

class Reader {
  private at = 0;

  constructor(private readonly source: string) {}

  document(): Json {
    const value = this.value(1);
    this.space();
    if (this.at < this.source.length) throw new JsonFault("parse-not-json");
    return value;
  }

  private value(depth: number): Json {
    this.space();
    const first = this.source[this.at];
    if (first === "{") return this.object(depth);
    if (first === "[") return this.array(depth);
    if (first === '"') return this.string();
    for (const [word, value] of WORDS) {
      if (this.source.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private object(depth: number): JsonObject {
    this.open(depth);
    const members = Object.create(null) as JsonObject;
    if (this.take("}")) return members;
    do {
      this.space();
      if (this.source[this.at] !== '"') throw new JsonFault("parse-not-json");
      const name = this.string();
      if (name in members) throw new JsonFault("parse-duplicate-key", { name });
      this.expect(":");
      members[name] = this.value(depth + 1);
    } while (this.take(","));
    this.expect("}");
    return members;
  }

  private array(depth: number): Json[] {
    this.open(depth);
    const items: Json[] = [];
    if (this.take("]")) return items;
    do items.push(this.value(depth + 1));
    while (this.take(","));
    this.expect("]");
    return items;
  }

  private open(depth: number): void {
    if (depth > MAX_DEPTH) throw new JsonFault("parse-depth");
    this.at += 1;
  }

  private string(): string {
    this.at += 1;
    let value = "";
    for (;;) {
      value += this.match(PLAIN);
      const stop = this.source[this.at];
      this.at += 1;
      if (stop === '"') break;
      if (stop !== "\\") throw new JsonFault("parse-not-json");
      value += this.escape();
    }
    if (/\p{Surrogate}/u.test(value)) throw new JsonFault("parse-surrogate");
    return value;
  }

  private escape(): string {
    const letter = this.source[this.at] ?? "";
    this.at += 1;
    if (letter !== "u") {
      const plain = ESCAPES[letter];
      if (plain === undefined) throw new JsonFault("parse-not-json");
      return plain;
    }
    const digits = this.source.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new JsonFault("parse-not-json");
    this.at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  private number(): number {
    const literal = this.match(NUMBER);
    if (literal === "") throw new JsonFault("parse-not-json");
    const value = Number(literal);
    if (!isInRange(value)) throw new JsonFault("parse-number", { number: literal });
    return value;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private space(): void {
    this.match(SPACE);
  }

  private take(mark: string): boolean {
    this.space();
    if (this.source[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  private expect(mark: string): void {
    if (!this.take(mark)) throw new JsonFault("parse-not-json");
  }
}
