// What Node does at once where Web Crypto answers in a task of its own, for each of which a core pays as for the work.
import * as crypto from "node:crypto";
import type { Bytes } from "../core/bytes.ts";

/** SHA-256, for `setSha256`. */
export function sha256(bytes: Bytes): Bytes {
  // One call, where this Node has it, costs a third of the three.
  const digest = crypto.hash as typeof crypto.hash | undefined;
  return new Uint8Array(digest?.("sha256", bytes, "buffer") ?? crypto.createHash("sha256").update(bytes).digest());
}

/** What stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410). */
const BEFORE_KEY = Buffer.from("302a300506032b6570032100", "hex");
const MAX_KEYS = 1_000;
const KEYS = new Map<string, crypto.KeyObject>();

/** Ed25519, for `setEd25519`: OpenSSL's, which is behind Node's Web Crypto too. */
export function ed25519(key: Bytes, signature: Bytes, data: Bytes): boolean {
  return crypto.verify(null, data, keyOf(key), signature);
}

function keyOf(bytes: Bytes): crypto.KeyObject {
  const name = Buffer.from(bytes).toString("latin1");
  const known = KEYS.get(name);
  if (known !== undefined) return known;
  const key = crypto.createPublicKey({ key: Buffer.concat([BEFORE_KEY, bytes]), format: "der", type: "spki" });
  if (KEYS.size >= MAX_KEYS) KEYS.clear();
  KEYS.set(name, key);
  return key;
}
