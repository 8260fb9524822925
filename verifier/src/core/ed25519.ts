// Ed25519 by Web Crypto, behind a check of our own: A and R have to be canonical and not of small order (CRD-14).
// Libraries differ exactly there; S below the group order and the equation without cofactor are the platform's.
import { low_order_y, p } from "../../../spec/tables/ed25519.json";
import { type Bytes, fromHex, NoCryptography, subtle, toHex } from "./bytes.ts";

/** The y of a point, in hex of one length, so that the order of texts is that of numbers. */
function ordinate(point: Uint8Array): string {
  const bytes = point.slice().reverse();
  bytes[0] = (bytes[0] as number) & 0x7f;
  return toHex(bytes);
}

const [FIELD, ...LOW_ORDER] = [p, ...low_order_y].map((hex) => ordinate(fromHex(hex) as Bytes)) as [string, ...string[]];

/** Whether 32 bytes are a canonical point that is not of small order. */
export function isGoodPoint(point: Uint8Array): boolean {
  const y = ordinate(point);
  return y < FIELD && !LOW_ORDER.includes(y);
}

export type Verify = (key: Bytes, signature: Bytes, data: Bytes) => boolean | Promise<boolean>;

let fallback: Verify | undefined;

/** What verifies where Web Crypto has no Ed25519; it must refuse an S that is not below the group order. */
export function setFallback(verify: Verify | undefined): void {
  fallback = verify;
}

const byWebCrypto: Verify = async (key, signature, data) => {
  const imported = await subtle().importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return subtle().verify({ name: "Ed25519" }, imported, signature, data);
};

let platform = byWebCrypto;

/** Ed25519 of a platform that has a quicker one than Web Crypto's; undefined: Web Crypto again. It may take what that takes. */
export function setEd25519(verify: Verify | undefined): void {
  platform = verify ?? byWebCrypto;
}

/** Whether the signature is good. Throws NoCryptography where nothing here can tell. */
export async function verifyEd25519(key: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  if (key.length !== 32 || signature.length !== 64) return false;
  if (!isGoodPoint(key) || !isGoodPoint(signature.slice(0, 32))) return false;
  try {
    return await platform(key, signature, data);
  } catch (error) {
    if (error instanceof NoCryptography) throw error;
    if ((error as Error).name !== "NotSupportedError") return false;
    if (fallback === undefined) throw new NoCryptography("no Ed25519 here");
    return fallback(key, signature, data);
  }
}
