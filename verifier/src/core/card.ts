// The card, version 1 (CAR): bytes, and their two spellings.
import { type Bytes, concat, fromBase64url, fromHex, fromInteger, fromUtf8 } from "./bytes.ts";
import { toBase64url, toHex, toInteger, utf8 } from "./bytes.ts";

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

/** A payload or card that cannot be read (CAR-8). */
export class CardFault extends Error {
  constructor(
    readonly code: "card-cut" | "card-version",
    readonly names: Record<string, string> = {},
  ) {
    super(code);
  }
}

/** The bytes that a payload spells, and how (CAR-5 to CAR-8); throws CardFault. */
export function readPayload(payload: string): { bytes: Bytes; spelling: Spelling } {
  if (payload.length > MAX_PAYLOAD) throw new CardFault("card-cut");
  if (/^[1-9][0-9]*$/.test(payload)) return { bytes: fromInteger(BigInt(payload)), spelling: "decimal" };
  const bytes = /^[A-Za-z]/.test(payload) ? fromBase64url(payload) : undefined;
  if (bytes === undefined) throw new CardFault("card-cut");
  return { bytes, spelling: "link" };
}

export function writePayload(bytes: Uint8Array, spelling: Spelling): string {
  return spelling === "decimal" ? toInteger(bytes).toString() : toBase64url(bytes);
}

/** Reads bytes one after the other; running out of them is a cut card. */
class Cursor {
  private at = 0;

  constructor(private readonly bytes: Bytes) {}

  take(length: number): Bytes {
    const end = this.at + length;
    if (length < 0 || end > this.bytes.length) throw new CardFault("card-cut");
    return this.bytes.slice(this.at, (this.at = end));
  }

  integer(length: number): number {
    return Number(toInteger(this.take(length)));
  }

  text(length: number): string {
    const text = fromUtf8(this.take(length));
    if (text === undefined) throw new CardFault("card-cut");
    return text;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }
}

/** The fields of a card's bytes (CAR-2, CAR-12); throws CardFault. */
export function decodeCard(bytes: Bytes): Card {
  const cursor = new Cursor(bytes);
  const version = cursor.integer(1);
  if (version !== VERSION) throw new CardFault("card-version", { version: String(version) });
  return {
    achievement: toHex(cursor.take(2)),
    template: toHex(cursor.take(6)),
    uuid: toHex(cursor.take(16)).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
    validFrom: cursor.integer(2),
    validUntil: cursor.integer(2),
    statusIndex: cursor.integer(3),
    keyNumber: decodeKeyNumber(cursor),
    results: decodeResults(cursor),
    name: decodeName(cursor),
    signature: cursor.take(SIGNATURE),
  };
}

function decodeKeyNumber(cursor: Cursor): number {
  const number = cursor.integer(1);
  if (number === 0) throw new CardFault("card-cut");
  return number;
}

function decodeResults(cursor: Cursor): CardResult[] {
  const results: CardResult[] = [];
  for (let head = cursor.integer(1); head !== 0; head = cursor.integer(1)) {
    if (results.length === MAX_RESULTS) throw new CardFault("card-cut");
    if (head >= INDEX && head < INDEX + 64) results.push(head - INDEX);
    else if (head <= 32) results.push(cursor.text(head));
    else throw new CardFault("card-cut");
  }
  return results;
}

function decodeName(cursor: Cursor): string {
  const length = cursor.left - SIGNATURE;
  if (length < 1 || length > 255) throw new CardFault("card-cut");
  return cursor.text(length);
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
