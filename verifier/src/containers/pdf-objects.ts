// The objects of a PDF that stand outside streams, found by reading the file from its beginning (CON-9). Tables of
// positions are not followed: they may be wrong, of two kinds, or several; the objects are there all the same. A file is
// taken as Latin text of one character a byte, so that the expressions are those of the other verifier.
import { budget, MAX_PARTS, MAX_TOKENS } from "./parts.ts";

const WHITE = "\\0\\t\\n\\f\\r ";
const REGULAR = `[^${WHITE}()<>\\[\\]{}/%]`;
const COMMENTS = `(?:%[^\\r\\n]{0,200}[\\r\\n][${WHITE}]{0,32}){0,4}`;
const HEADER = new RegExp(`([0-9]{1,10})[${WHITE}]{1,32}[0-9]{1,5}[${WHITE}]{1,32}obj(?![0-9A-Za-z])|trailer`, "g");
const OPEN = new RegExp(`[${WHITE}]{0,32}${COMMENTS}<<`, "y");
const TOKEN = new RegExp(
  `[${WHITE}]*(%[^\\r\\n]*|<<|>>|[\\[\\]]|/${REGULAR}*|${REGULAR}+|\\(|<[0-9A-Fa-f${WHITE}]*>)`,
  "y",
);
const STRING = /[^()\\]*(?:\\[^]|[()])/y;
const INTEGER = new RegExp(`[${WHITE}]{0,32}([0-9]{1,10})[${WHITE}]{1,32}endobj`, "y");
const STREAM = new RegExp(`[${WHITE}]{0,32}${COMMENTS}stream(?:\\r\\n|\\n|\\r)`, "y");
const ENDED = new RegExp(`[${WHITE}]{0,32}endstream`, "y");
const INDIRECT = `([0-9]{1,10})[${WHITE}]+[0-9]{1,5}[${WHITE}]+R`;
const WHOLE_INDIRECT = new RegExp(`^${INDIRECT}$`);
const EDGES = new RegExp(`^[${WHITE}]+`);
const MAX_DICTIONARY = 65_536;

/** Members of a dictionary: name to value as it is written. */
export type Entries = Map<string, string>;
type Span = readonly [number, number];

/** An object: the members of its dictionary and, of a stream, where its data stand. */
export interface PdfObject {
  entries: Entries;
  /** Where the data begin; undefined where no stream follows. */
  start?: number;
  data?: Span | undefined;
  /** The number of the object that says how long the data are. */
  length?: number | undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** All objects by number, the last of each, and whether the file is encrypted; throws ContainerFault. */
export class PdfFile {
  readonly objects = new Map<number, PdfObject>();
  isLocked = false;
  private readonly integers = new Map<number, number>();
  private at = 0;
  private isUnended = false;
  private readonly spendToken = budget(MAX_TOKENS);

  constructor(readonly text: string) {
    const spend = budget(MAX_PARTS);
    for (;;) {
      const header = matchAt(HEADER, text, this.at);
      if (header === null) break;
      spend();
      this.at = HEADER.lastIndex;
      this.object(header[1] === undefined ? undefined : Number(header[1]));
    }
  }

  /** Where the data of a stream stand, as long as it is said elsewhere if it is; undefined where it has none. */
  span({ start, data, length }: PdfObject): Span | undefined {
    const said = length === undefined ? undefined : this.integers.get(length);
    return (said === undefined || start === undefined ? undefined : this.ended(start, said)) ?? data;
  }

  /** What follows a header: of an object its number, of a trailer undefined. */
  private object(number: number | undefined): void {
    const integer = matchAt(INTEGER, this.text, this.at);
    const entries = integer ? undefined : this.dictionary();
    if (number === undefined) {
      this.isLocked ||= entries?.has("Encrypt") === true;
      return;
    }
    this.integers.delete(number);
    if (integer) this.integers.set(number, Number(integer[1]));
    const isStream = entries !== undefined && matchAt(STREAM, this.text, this.at) !== null;
    if (!isStream) {
      this.objects.set(number, { entries: entries ?? new Map<string, string>() });
      return;
    }
    this.objects.set(number, this.stream(entries, STREAM.lastIndex));
    this.isLocked ||= nameOf(entries.get("Type")) === "XRef" && entries.has("Encrypt");
  }

  private stream(entries: Entries, start: number): PdfObject {
    const length = entries.get("Length") ?? "";
    const span = /^[0-9]{1,10}$/.test(length) ? this.ended(start, Number(length)) : undefined;
    if (span !== undefined) {
      this.at = span[1];
      return { entries, start, data: span };
    }
    const indirect = WHOLE_INDIRECT.exec(length)?.[1];
    const end = this.isUnended ? -1 : this.text.indexOf("endstream", start);
    this.isUnended = end < 0;
    this.at = Math.max(start, end);
    const data: Span | undefined = end < 0 ? undefined : [start, end - lineEnd(this.text.slice(Math.max(start, end - 2), end))];
    return { entries, start, data, length: indirect === undefined ? undefined : Number(indirect) };
  }

  private ended(start: number, length: number): Span | undefined {
    const end = start + length;
    return end <= this.text.length && matchAt(ENDED, this.text, end) !== null ? [start, end] : undefined;
  }

  /** The dictionary that begins here, the reading left behind it; undefined where there is none, or no whole one. */
  private dictionary(): Entries | undefined {
    const reader = new Dictionary(this.text, this.at, this.spendToken);
    const isWhole = reader.read();
    this.at = reader.at;
    return isWhole ? reader.entries : undefined;
  }
}

class Dictionary {
  readonly entries: Entries = new Map<string, string>();
  private readonly last: number;
  private depth = 1;
  private key: string | undefined;
  private value: number | undefined;

  constructor(
    private readonly text: string,
    public at: number,
    private readonly spend: () => void,
  ) {
    this.last = at + MAX_DICTIONARY;
  }

  /** Whether a whole dictionary was read. */
  read(): boolean {
    if (matchAt(OPEN, this.text, this.at) === null) return false;
    this.at = OPEN.lastIndex;
    while (this.at < this.last) {
      const token = matchAt(TOKEN, this.text, this.at)?.[1];
      if (token === undefined) return false;
      this.spend();
      this.at = TOKEN.lastIndex;
      if (!token.startsWith("%") && !this.take(token, this.at - token.length)) return false;
      if (this.depth === 0) return true;
    }
    return false;
  }

  /** Counts one token in; false where it cannot stand there. */
  private take(token: string, start: number): boolean {
    if (token === ">>" || token === "]") {
      this.depth -= 1;
      if (this.depth === 0) this.close(start);
      return true;
    }
    if (this.depth === 1) {
      if (token.startsWith("/") && (this.key === undefined || this.value !== undefined)) {
        this.close(start);
        this.key = token.slice(1);
        return true;
      }
      if (this.key === undefined) return false;
      this.value ??= start;
    }
    if (token === "<<" || token === "[") this.depth += 1;
    return token !== "(" || this.string();
  }

  private close(end: number): void {
    if (this.key !== undefined) {
      const value = this.value === undefined ? "" : this.text.slice(this.value, end);
      this.entries.set(unescaped(this.key), withoutEdges(value));
    }
    [this.key, this.value] = [undefined, undefined];
  }

  /** Past a string in parentheses, which may hold others. */
  private string(): boolean {
    for (let depth = 1; depth > 0; ) {
      const part = matchAt(STRING, this.text, this.at)?.[0];
      if (part === undefined || STRING.lastIndex > this.last) return false;
      this.spend();
      this.at = STRING.lastIndex;
      if (part.at(-2) !== "\\") depth += part.endsWith("(") ? 1 : part.endsWith(")") ? -1 : 0;
    }
    return true;
  }
}

function withoutEdges(text: string): string {
  let end = text.length;
  while (end > 0 && "\0\t\n\f\r ".includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).replace(EDGES, "");
}

const lineEnd = (last: string): number => (last === "\r\n" ? 2 : /[\r\n]$/.test(last) ? 1 : 0);

/** A name without its escapes (`#2F`). */
const unescaped = (name: string): string =>
  name.replace(/#([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));

const ONE_NAME = new RegExp(`^/${REGULAR}*$`);
const NAMES = new RegExp(`^(?:[${WHITE}]*/${REGULAR}*)*[${WHITE}]*$`);
const EACH_NAME = new RegExp(`/(${REGULAR}*)`, "g");

/** The name that a value is, without its solidus; empty for any other value. */
export function nameOf(value = ""): string {
  return ONE_NAME.test(value) ? unescaped(value.slice(1)) : "";
}

/** The names that a value is or lists; undefined for what is neither. */
export function namesOf(value = ""): string[] | undefined {
  if (value === "" || value === "null") return [];
  const listed = /^\[([^[\]]*)\]$/.exec(value)?.[1];
  const inside = listed ?? value;
  if (!NAMES.test(inside)) return undefined;
  const names = [...inside.matchAll(EACH_NAME)].map(([, name]) => unescaped(name as string));
  return listed !== undefined || names.length === 1 ? names : undefined;
}

/** The numbers of the objects to which a value refers. */
export function referencesOf(value = ""): number[] {
  return [...value.matchAll(new RegExp(INDIRECT, "g"))].map(([, number]) => Number(number));
}
