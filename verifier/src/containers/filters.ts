// What the data of a PDF's stream go through (CON-11): bytes to bytes, or to undefined where they cannot be read.
import type { Bytes } from "../core/bytes.ts";
import { MAX_PACKED, unpack } from "./parts.ts";

export type Filter = (data: Bytes) => Bytes | undefined | Promise<Bytes | undefined>;

export const FILTERS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ["FlateDecode", unpack],
  ["ASCIIHexDecode", hexadecimal],
  ["ASCII85Decode", base85],
]);

/** The characters before `end` without white space; undefined where it does not come, or too late. */
function digitsBefore(data: Bytes, end: string): string | undefined {
  if (data.length > MAX_PACKED) return undefined;
  const text = new TextDecoder("latin1").decode(data);
  const at = text.indexOf(end);
  return at < 0 ? undefined : text.slice(0, at).replace(/[\0\t\n\f\r ]/g, "");
}

/** Pairs of digits up to `>`. */
function hexadecimal(data: Bytes): Bytes | undefined {
  const digits = digitsBefore(data, ">");
  if (digits === undefined || !/^[0-9A-Fa-f]*$/.test(digits)) return undefined;
  const pairs = digits.length % 2 === 0 ? digits : `${digits}0`;
  return Uint8Array.from({ length: pairs.length / 2 }, (_, i) => parseInt(pairs.slice(2 * i, 2 * i + 2), 16));
}

/** Groups of five characters up to `~>`; `z` is four zero bytes. */
function base85(data: Bytes): Bytes | undefined {
  const digits = digitsBefore(data, "~>");
  if (digits === undefined) return undefined;
  const plain: number[] = [];
  let group: number[] = [];
  for (const char of digits) {
    if (char === "z" && group.length === 0) {
      plain.push(0, 0, 0, 0);
      continue;
    }
    if (char < "!" || char > "u") return undefined;
    group.push(char.charCodeAt(0) - 33);
    if (group.length < 5) continue;
    const four = fourBytes(group);
    if (four === undefined) return undefined;
    plain.push(...four);
    group = [];
  }
  return group.length === 0 ? Uint8Array.from(plain) : lastBytes(plain, group);
}

function lastBytes(plain: number[], group: readonly number[]): Bytes | undefined {
  const four = group.length > 1 ? fourBytes([...group, 84, 84, 84, 84].slice(0, 5)) : undefined;
  return four && Uint8Array.from([...plain, ...four.slice(0, group.length - 1)]);
}

function fourBytes(group: readonly number[]): number[] | undefined {
  const number = group.reduce((sum, digit) => sum * 85 + digit, 0);
  return number < 2 ** 32 ? [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256) : undefined;
}
