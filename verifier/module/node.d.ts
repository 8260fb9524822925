// What Node does at once where Web Crypto answers in a task of its own.
import type { Bytes } from "./index.d.ts";

/** For `setSha256`. */
export function sha256(bytes: Bytes): Bytes;
/** For `setEd25519`. */
export function ed25519(key: Bytes, signature: Bytes, data: Bytes): boolean;
