// For browsers whose Web Crypto has no Ed25519; loaded only there. The core's own check of A and R stands before it.
// TweetNaCl compares encodings, so without cofactor as CRD-14 asks; other libraries of this size multiply by it.
import nacl from "tweetnacl";
import { type Bytes, toInteger } from "../core/bytes.ts";

const ORDER = (1n << 252n) + 27742317777372353535851937790883648493n; // RFC 8032, 5.1

/** What Web Crypto's verify says. The library takes an S above the group order; RFC 8032, 5.1.7 does not. */
export async function verify(key: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  const s = toInteger(signature.slice(32).reverse());
  return s < ORDER && nacl.sign.detached.verify(data, signature, key);
}
