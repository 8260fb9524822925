// For browsers whose Web Crypto has no Ed25519; loaded only there. The core's own check of A and R stands before it.
import { Point, verifyAsync } from "@noble/ed25519";
import type { Bytes } from "../core/bytes.ts";

/**
 * The library verifies with cofactor. For an A and an R of prime order that is the same as without (CRD-14); a key of
 * another order is never admitted (REC-11), and no good signature of an admitted key has another R.
 */
export async function verify(key: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  return hasPrimeOrder(key) && hasPrimeOrder(signature.slice(0, 32)) && verifyAsync(signature, data, key, { zip215: false });
}

function hasPrimeOrder(encoded: Bytes): boolean {
  try {
    return Point.fromBytes(encoded).isTorsionFree();
  } catch {
    return false; // not the encoding of a point
  }
}
