// Credentials in PNG pictures: text chunks, as badges are baked (CON-6).
import type { Bytes } from "../core/bytes.ts";
import { add, budget, type Found, MAX_PARTS, type Text, unpack } from "./parts.ts";

const NEW = "openbadgecredential";
const OLD = "openbadges";

/** The texts of a PNG; throws ContainerFault for one of too many parts. */
export async function readPng(data: Bytes): Promise<Found> {
  const found: Found = { texts: [], damaged: false };
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const spend = budget(MAX_PARTS);
  for (let at = 8; ; ) {
    spend();
    const end = at + 8 + (at + 4 <= data.length ? view.getUint32(at) : 0);
    if (end + 4 > data.length) return { ...found, damaged: true };
    const name = ascii(data.subarray(at + 4, at + 8));
    if (name === "IEND") return found;
    const text = await readText(name, data.subarray(at + 8, end));
    if (text !== undefined) add(found, text);
    at = end + 4;
  }
}

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** The bytes before the first `00` and those behind it; undefined where there is none. */
function split(bytes: Bytes): [Bytes, Bytes] | undefined {
  const at = bytes.indexOf(0);
  return at < 0 ? undefined : [bytes.subarray(0, at), bytes.subarray(at + 1)];
}

async function readText(name: string, chunk: Bytes): Promise<Text | undefined> {
  if (name !== "iTXt" && name !== "tEXt") return undefined;
  const [first, rest] = split(chunk) ?? [];
  const keyword = first && first.length <= NEW.length ? ascii(first) : "";
  if (rest === undefined || (keyword !== OLD && (keyword !== NEW || name === "tEXt"))) return undefined;
  return { data: name === "tEXt" ? rest : await international(rest), old: keyword === OLD };
}

async function international(rest: Bytes): Promise<Bytes | undefined> {
  const [flag, method] = rest;
  const [, afterLanguage] = split(rest.subarray(2)) ?? [];
  const [, text] = (afterLanguage && split(afterLanguage)) ?? [];
  if (text === undefined || flag === undefined || flag > 1 || (flag === 1 && method !== 0)) return undefined;
  return flag === 0 ? text : unpack(text);
}
