// Credentials inside other files: PDF, PNG, SVG (CON). Files of strangers are scanned for the few parts that may hold a
// credential, within limits, and nothing else of them is understood. What is inside is then an input like any other.
import type { Bytes } from "../core/bytes.ts";
import type { Code, Container as Kind } from "../core/codes.ts";
import type { Payload, readInput, refused } from "../core/input.ts";
import type { outcome } from "../core/result.ts";
import { ContainerFault, type Found, MAX_FILE, MAX_TEXT, MAX_TOGETHER, type Text, tooLarge } from "./parts.ts";
import { readPdf } from "./pdf.ts";
import { readPng } from "./png.ts";
import { readSvg } from "./svg.ts";

/** What the core lends, so that this part brings no copy of it. */
export interface Tools {
  outcome: typeof outcome;
  readInput: typeof readInput;
  refused: typeof refused;
}

const READERS: Record<Kind, (data: Bytes) => Promise<Found | undefined>> = { png: readPng, pdf: readPdf, svg: readSvg };
const EMPTY: Record<Kind, Code> = { png: "parse-picture", svg: "parse-picture", pdf: "parse-pdf-empty" };
const ADDRESS: readonly Code[] = ["parse-not-json", "card-cut", "card-version"];
const OTHER: readonly Code[] = [...ADDRESS, "parse-empty", "parse-not-text", "parse-no-credential"];
const UNREADABLE: readonly Code[] = ["parse-container-damaged", "parse-too-large"];

/** The payloads inside a file that the core took for one to be opened, or for a picture. */
export async function open(data: Bytes, tools: Tools): Promise<Payload[]> {
  const kind = kindOf(data);
  if (kind === undefined) return [tools.refused("parse-picture")];
  try {
    if (data.length > MAX_FILE) throw tooLarge();
    const found = await READERS[kind](data);
    return found === undefined ? tools.readInput(data) : payloadsOf(kind, found, tools);
  } catch (fault) {
    if (!(fault instanceof ContainerFault)) throw fault;
    return [tools.refused(fault.code, fault.names)];
  }
}

/** PDF, PNG or markup; undefined for other pictures (CON-1). */
function kindOf(data: Bytes): Kind | undefined {
  const head = String.fromCharCode(...data.subarray(0, 64));
  if (head.startsWith("%PDF-")) return "pdf";
  return head.startsWith("\x89PNG") ? "png" : /^(?:\xef\xbb\xbf)?[ \t\r\n]*</.test(head) ? "svg" : undefined;
}

function payloadsOf(kind: Kind, found: Found, tools: Tools): Payload[] {
  const read: Payload[] = [];
  let together = 0;
  for (const text of distinct(found.texts)) {
    const payloads = withoutOthers(kind, readText(kind, text, tools));
    if (payloads.some(({ parse }) => !UNREADABLE.includes(parse.code))) together += text.data?.length ?? 0;
    if (together > MAX_TOGETHER) throw tooLarge();
    read.push(...payloads);
  }
  const counted = read.filter(({ parse }) => kind !== "pdf" || !UNREADABLE.includes(parse.code));
  if (counted.length > 0) return counted;
  return [read.length > 0 || found.damaged ? damaged(tools) : tools.refused(EMPTY[kind])];
}

/** The same bytes twice are one (CON-3). */
function distinct(texts: readonly Text[]): Text[] {
  const latin = new TextDecoder("latin1");
  const named = texts.map((text) => [`${text.old} ${text.data === undefined ? "none" : `: ${latin.decode(text.data)}`}`, text] as const);
  return [...new Map(named).values()];
}

/** The payloads of one text, with the words for where it was found (CON-3, CON-5). */
function readText(kind: Kind, { data, old }: Text, tools: Tools): Payload[] {
  if (data === undefined) return [damaged(tools)];
  const payloads = tools.readInput(data);
  if (old && payloads[0] !== undefined && ADDRESS.includes(payloads[0].parse.code)) return [tools.refused("parse-open-badges-2")];
  return payloads.map((payload) => placed(payload, kind, tools));
}

function placed(payload: Payload, kind: Kind, { outcome }: Tools): Payload {
  if (payload.parse.state !== "passed") return payload;
  return { ...payload, parse: outcome("parse", "parse", { ...payload.parse.names, container: kind }) };
}

/** What may be a credential; much that is attached to PDF files is none (CON-12). */
function withoutOthers(kind: Kind, payloads: Payload[]): Payload[] {
  return payloads.filter(({ parse }) => kind !== "pdf" || !OTHER.includes(parse.code));
}

const damaged = ({ refused }: Tools): Payload => refused("parse-container-damaged", { limit: String(MAX_TEXT) });
