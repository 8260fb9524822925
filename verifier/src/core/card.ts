// The card, version 1 (CAR): bytes, and their two spellings.
import { type Bytes, concat, fromBase64url, fromHex, fromInteger, fromUtf8 } from "./bytes.ts";
import { toBase64url, toHex, toInteger, utf8 } from "./bytes.ts";
import { InputFault } from "./fault.ts";

const VERSION = 1;
const MAX_PAYLOAD = 1_200;
const MAX_RESULTS = 4;
const SIGNATURE = 64;
const INDEX = 0x80;

/** A result: the index of an allowed value, or the value itself. */
export type CardResult = number | string;

export interface Card {
  /** The first 2 bytes of SHA-256 of the achievement id, in hex. */
  achievement: string;
  /** The first 6 bytes of the template's digest, in hex. */
  template: string;
  uuid: string;
  /** Days since 2020-01-01. */
  validFrom: number;
  /** Days since 2020-01-01; 0: none. */
  validUntil: number;
  statusIndex: number;
  keyNumber: number;
  results: CardResult[];
  name: string;
  signature: Bytes;
}

export type Spelling = "decimal" | "link";

function cut(): never {
  throw new InputFault("card-cut");
}

/** The bytes that a payload spells, and how (CAR-5 to CAR-8); throws InputFault. */
export function readPayload(payload: string): { bytes: Bytes; spelling: Spelling } {
  if (payload.length > MAX_PAYLOAD) cut();
  if (/^[1-9][0-9]*$/.test(payload)) return { bytes: fromInteger(BigInt(payload)), spelling: "decimal" };
  const bytes = /^[A-Za-z]/.test(payload) ? fromBase64url(payload) : undefined;
  return { bytes: bytes ?? cut(), spelling: "link" };
}

export function writePayload(bytes: Uint8Array, spelling: Spelling): string {
  return spelling === "decimal" ? toInteger(bytes).toString() : toBase64url(bytes);
}

/** Takes bytes one after the other, and tells how many are left; running out of them is a cut card. */
function reader(bytes: Bytes): { take: (length: number) => Bytes; left: () => number } {
  let at = 0;
  return {
    take: (length) => (at + length > bytes.length ? cut() : bytes.slice(at, (at += length))),
    left: () => bytes.length - at,
  };
}

/** The fields of a card's bytes (CAR-2, CAR-12); throws InputFault. */
export function decodeCard(bytes: Bytes): Card {
  const { take, left } = reader(bytes);
  const integer = (length: number): number => Number(toInteger(take(length)));
  const text = (length: number): string => fromUtf8(take(length)) ?? cut();
  const version = integer(1);
  if (version !== VERSION) throw new InputFault("card-version", { version: String(version) });
  return {
    achievement: toHex(take(2)),
    template: toHex(take(6)),
    uuid: toHex(take(16)).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
    validFrom: integer(2),
    validUntil: integer(2),
    statusIndex: integer(3),
    keyNumber: integer(1) || cut(),
    results: decodeResults(integer, text),
    name: text(nameLength(left())),
    signature: take(SIGNATURE),
  };
}

function decodeResults(integer: (length: number) => number, text: (length: number) => string): CardResult[] {
  const results: CardResult[] = [];
  for (let head = integer(1); head !== 0; head = integer(1)) {
    if (results.length === MAX_RESULTS) cut();
    if (head >= INDEX && head < INDEX + 64) results.push(head - INDEX);
    else results.push(head <= 32 ? text(head) : cut());
  }
  return results;
}

function nameLength(left: number): number {
  const length = left - SIGNATURE;
  return length < 1 || length > 255 ? cut() : length;
}

function integer(value: number, length: number): Bytes {
  return fromHex(value.toString(16).padStart(2 * length, "0")) as Bytes;
}

function encodeResult(result: CardResult): Bytes {
  if (typeof result === "number") return integer(INDEX + result, 1);
  const value = utf8(result);
  return concat(integer(value.length, 1), value);
}

export function encodeCard(card: Card): Bytes {
  return concat(
    integer(VERSION, 1),
    fromHex(card.achievement + card.template + card.uuid.replaceAll("-", "")) as Bytes,
    integer(card.validFrom, 2),
    integer(card.validUntil, 2),
    integer(card.statusIndex, 3),
    integer(card.keyNumber, 1),
    ...card.results.map(encodeResult),
    integer(0, 1),
    utf8(card.name),
    card.signature,
  );
}
