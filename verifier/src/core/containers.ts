// Files that may hold credentials inside, told by their first bytes (CON-1); what opens them is loaded on demand.
import { type Bytes, fromUtf8, utf8 } from "./bytes.ts";
import { type Payload, readInput, refused } from "./input.ts";
import { outcome } from "./result.ts";

/** Bytes of a PDF file or a picture that may hold credentials (CON-2). */
export const MAX_CONTAINER = 16_777_216;

const HEAD =
  /^(?:\x89PNG\r\n\x1a\n|%PDF-|(?:\xef\xbb\xbf)?[ \t\r\n]{0,32}<|\xff\xd8\xff|GIF8|RIFF....WEBP|\0...ftyp|II\*\0|MM\0\*)/s;

/** Whether a file that begins so is one to be opened, or a picture. */
export function isContainer(bytes: Uint8Array): boolean {
  return HEAD.test(String.fromCharCode(...bytes.subarray(0, 64)));
}

/** The payloads of one input: of a PDF, PNG or SVG those inside it, of anything else what VER-1 says. */
export async function openInput(input: Bytes | string): Promise<Payload[]> {
  const bytes = typeof input === "string" ? utf8(input) : input;
  const isHalf = (): boolean => typeof input === "string" && fromUtf8(bytes) !== input;
  if (!isContainer(bytes) || isHalf()) return readInput(input);
  const part = await import("../containers/index.ts").catch(() => undefined);
  return part ? part.open(bytes, { outcome, readInput, refused }) : [refused("parse-part-missing")]; // CON-13
}
