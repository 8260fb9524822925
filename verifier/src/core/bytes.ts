// Bytes and their spellings. Decoders take one canonical spelling only and give undefined for anything else.

export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** The text of well-formed UTF-8; a byte order mark stays in it. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export function concat(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** -1, 0 or 1: the order of two runs of bytes. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(a.length - b.length);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function toHex(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}

export function fromHex(hex: string): Bytes | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/.test(hex)) return undefined;
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** Standard base64 with padding (RFC 4648, section 4). */
export function fromBase64(text: string): Bytes | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined;
  const binary = atob(text);
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  // atob drops unused bits; one run of bytes has one spelling.
  return btoa(binary) === text ? bytes : undefined;
}

/** base64url without padding (RFC 4648, section 5), of as many bytes as a card has. */
export function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  const padding = "=".repeat((4 - (text.length % 4)) % 4);
  return fromBase64(text.replaceAll("-", "+").replaceAll("_", "/") + padding);
}

/** The unsigned big-endian integer that `bytes` spell. */
export function toInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

/** The shortest big-endian bytes of a positive integer. */
export function fromInteger(value: bigint): Bytes {
  const hex = value.toString(16);
  return fromHex(hex.length % 2 === 0 ? hex : `0${hex}`) as Bytes;
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** base58 in the Bitcoin alphabet: each leading zero byte is one `1`. */
export function toBase58(bytes: Uint8Array): string {
  let text = "";
  for (let rest = toInteger(bytes); rest > 0n; rest /= 58n) text = BASE58.charAt(Number(rest % 58n)) + text;
  for (const byte of bytes) {
    if (byte !== 0) break;
    text = `1${text}`;
  }
  return text;
}

/** So many digits at once are still a plain number. */
const DIGITS = 9;

export function fromBase58(text: string): Bytes | undefined {
  if (!/^[1-9A-HJ-NP-Za-km-z]*$/.test(text)) return undefined;
  let value = 0n;
  for (let at = 0; at < text.length; at += DIGITS) {
    let part = 0;
    const digits = text.slice(at, at + DIGITS);
    for (const digit of digits) part = part * 58 + BASE58.indexOf(digit);
    value = value * BigInt(58 ** digits.length) + BigInt(part);
  }
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return concat(new Uint8Array(zeros), value > 0n ? fromInteger(value) : new Uint8Array(0));
}

/** Thrown where the platform has no Web Crypto, or not the algorithm that is needed (VER-23). */
export class NoCryptography extends Error {
  override readonly name = "NoCryptography";
}

/** Web Crypto, as far as this page or process has it. */
export function subtle(): SubtleCrypto {
  const found = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined;
  if (found === undefined) throw new NoCryptography();
  return found;
}

let platform: ((bytes: Bytes) => Bytes) | undefined;

/** SHA-256 of a platform that has a quicker one than Web Crypto's, each answer of which is a task of its own. */
export function setSha256(digest: typeof platform): void {
  platform = digest;
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return platform ? platform(bytes) : new Uint8Array(await subtle().digest("SHA-256", bytes));
}

/** SHA-256 of the UTF-8 form of a text, in hex. */
export async function sha256Hex(text: string): Promise<string> {
  return toHex(await sha256(utf8(text)));
}
