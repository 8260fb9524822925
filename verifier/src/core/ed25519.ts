// Ed25519 by Web Crypto, behind a check of our own: A and R have to be canonical and not of small order (CRD-14).
// Libraries differ exactly there; S below the group order and the equation without cofactor are the platform's.
import { LOW_ORDER } from "../generated/points.ts";
import { type Bytes, NoCryptography, subtle, toInteger } from "./bytes.ts";

const SIGN = 2n ** 255n;
const FIELD = SIGN - 19n;

/** Whether 32 bytes are a canonical point that is not of small order. */
export function isGoodPoint(point: Uint8Array): boolean {
  const y = toInteger(point.slice().reverse()) % SIGN;
  return y < FIELD && !LOW_ORDER.includes(y) && !LOW_ORDER.includes(FIELD - y);
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
    if (fallback === undefined) throw new NoCryptography();
    return fallback(key, signature, data);
  }
}
