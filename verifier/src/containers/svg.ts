// Credentials in SVG pictures: one element, as badges are baked (CON-7, CON-8). No parser of XML: what it would do beyond
// finding one element (documents' types, entities, other files) is what is to be kept away from strangers' files.
import type { Bytes } from "../core/bytes.ts";
import { add, budget, ContainerFault, type Found, MAX_PARTS } from "./parts.ts";

const NAMES = new Map([["credential", false], ["assertion", true]]);
const SPACES = ["https://purl.imsglobal.org/ob/v3p0", "http://openbadges.org"];
const ENDS: readonly (readonly [string, string])[] = [["<!--", "-->"], ["<![CDATA[", "]]>"], ["<?", "?>"], ["</", ">"]];
const NAME = /[^\t\n\r <>"'=/]+/y;
const STOP = /["'<>]/g;
const SUBSET_END = /\][ \t\r\n]*>/g;
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7}));|&/g;
const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
/** Characters before a quoted value in which the attribute's name is looked for. */
const ATTRIBUTE = 200;

/** Something is begun and never ended. */
class Endless extends Error {}
/** A text is there, but it cannot be read. */
class Unreadable extends Error {}

interface Tag {
  name: string;
  attributes: Map<string, string>;
  end: number;
  isEmpty: boolean;
}

/** The texts of an SVG; undefined where the markup is no SVG; throws ContainerFault. */
export async function readSvg(data: Bytes): Promise<Found | undefined> {
  try {
    return new Reader(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data)).read();
  } catch (fault) {
    if (fault instanceof TypeError) throw new ContainerFault("parse-not-text");
    throw fault;
  }
}

class Reader {
  private at = 0;
  private readonly spend = budget(MAX_PARTS);
  private readonly prefixes = new Set(["openbadges"]);
  private readonly found: Found = { texts: [], damaged: false };
  private isInside = false;

  constructor(private readonly text: string) {}

  read(): Found | undefined {
    try {
      while (this.next() && this.step());
    } catch (fault) {
      if (!(fault instanceof Endless)) throw fault;
      this.found.damaged = true;
    }
    return this.isInside ? this.found : undefined;
  }

  private next(): boolean {
    this.at = this.text.indexOf("<", this.at);
    return this.at >= 0;
  }

  /** Past what begins here; false where it is no SVG. */
  private step(): boolean {
    this.spend();
    if (this.pass()) return true;
    const tag = this.tag();
    const colon = tag.name.lastIndexOf(":");
    const local = tag.name.slice(colon + 1);
    if (!this.isInside && local !== "svg") return false;
    this.isInside = true;
    for (const [name, value] of tag.attributes) {
      if (name.startsWith("xmlns:") && SPACES.includes(value)) this.prefixes.add(name.slice(6));
    }
    this.at = tag.end;
    const old = NAMES.get(local);
    if (colon >= 0 && old !== undefined && this.prefixes.has(tag.name.slice(0, colon))) {
      add(this.found, { data: this.content(tag), old });
    }
    return true;
  }

  /** Goes past a comment, a CDATA section, an instruction, a declaration or an end tag; false at a tag. */
  private pass(): boolean {
    const known = ENDS.find(([mark]) => this.text.startsWith(mark, this.at));
    if (known !== undefined) {
      const [mark, end] = known;
      this.at = this.find(end, this.at + mark.length) + end.length;
      return true;
    }
    if (!this.text.startsWith("<!", this.at)) return false;
    const end = this.find(">", this.at);
    const subset = this.text.slice(this.at, end).indexOf("[");
    this.at = subset < 0 ? end + 1 : this.subsetEnd(this.at + subset);
    return true;
  }

  private subsetEnd(from: number): number {
    SUBSET_END.lastIndex = from;
    if (!SUBSET_END.test(this.text)) throw new Endless();
    return SUBSET_END.lastIndex;
  }

  private find(mark: string, from: number): number {
    const at = this.text.indexOf(mark, from);
    if (at < 0) throw new Endless();
    return at;
  }

  private tag(): Tag {
    NAME.lastIndex = this.at + 1;
    const name = NAME.exec(this.text)?.[0];
    if (name === undefined) throw new Endless();
    const attributes = new Map<string, string>();
    for (let at = NAME.lastIndex; ; ) {
      STOP.lastIndex = at;
      const mark = STOP.exec(this.text)?.[0] ?? "<";
      const stop = STOP.lastIndex - 1;
      if (mark === "<") throw new Endless();
      if (mark === ">") return { name, attributes, end: stop + 1, isEmpty: this.text[stop - 1] === "/" };
      this.spend();
      const end = this.find(mark, stop + 1);
      const value = this.text.slice(stop + 1, end);
      if (value.includes("<")) throw new Endless();
      const attribute = attributeName(this.text.slice(Math.max(at, stop - ATTRIBUTE), stop));
      if (!attributes.has(attribute)) attributes.set(attribute, value);
      at = end + 1;
    }
  }

  /** The text of a credential's element, the reading left behind it; undefined where it cannot be read. */
  private content({ name, attributes, isEmpty }: Tag): Bytes | undefined {
    try {
      const inside = isEmpty ? "" : this.characters(name);
      const text = /[^ \t\r\n]/.test(inside) ? inside : resolve(attributes.get("verify") ?? "");
      return new TextEncoder().encode(text);
    } catch (fault) {
      if (!(fault instanceof Unreadable)) throw fault;
      return undefined;
    }
  }

  private characters(name: string): string {
    let characters = "";
    for (;;) {
      const before = this.at;
      this.at = this.find("<", before);
      this.spend();
      characters += resolve(this.text.slice(before, this.at));
      const start = this.at;
      if (!this.pass()) throw new Unreadable();
      const passed = this.text.slice(start, this.at);
      if (passed.startsWith("<![CDATA[")) characters += passed.slice(9, -3);
      else if (passed.startsWith("</")) {
        if (trim(passed.slice(2, -1)) !== name) throw new Unreadable();
        return characters;
      }
    }
  }
}

const trim = (text: string): string => trimEnd(text.replace(/^[ \t\r\n]+/, ""));

/** Without white space at the end; no expression, which would look at each run of it again and again. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\r\n".includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The name of the attribute whose quoted value follows `before`; empty where there is none. */
function attributeName(before: string): string {
  const trimmed = trimEnd(before);
  return trimmed.endsWith("=") ? (trimEnd(trimmed.slice(0, -1)).split(/[\t\n\r /]/).at(-1) ?? "") : "";
}

/** Characters with their references resolved; throws for one that is not known. */
function resolve(text: string): string {
  return text.replace(REFERENCE, (_, named?: string, hexadecimal?: string, decimal?: string) => {
    if (named !== undefined) return NAMED[named] as string;
    const number = hexadecimal !== undefined ? parseInt(hexadecimal, 16) : Number(decimal ?? 0);
    if (number === 0 || number > 0x10ffff || (number >= 0xd800 && number < 0xe000)) throw new Unreadable();
    return String.fromCodePoint(number);
  });
}
