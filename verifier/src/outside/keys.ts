// From the name of a stranger's key to the key: did:key, and documents at hand (VER-28).
import { type Bytes, fromBase58 } from "../core/bytes.ts";
import { isObject, type Json, type JsonObject, text } from "../core/json.ts";
import { shown } from "../core/result.ts";
import { type Desk, type Finding, named } from "./finding.ts";
import { secondsOf } from "./instants.ts";

const KINDS: readonly (Json | undefined)[] = ["Multikey", "Ed25519VerificationKey2020"];
const LONGEST = 200;

/** The bytes of multibase base58btc of at most 200 characters. */
export function fromMultibase(value: Json | undefined): Bytes | undefined {
  const spelt = text(value) ?? "";
  return spelt.startsWith("z") && spelt.length <= LONGEST ? fromBase58(spelt.slice(1)) : undefined;
}

/** The key `method` (`<issuer>#…`), or why there is none that counts. */
export function publicKey(issuer: string, method: string, desk: Desk): Bytes | Finding {
  const names = { key: shown(method.slice(issuer.length + 1)) };
  if (issuer.startsWith("did:key:")) {
    const own = issuer.slice("did:key:".length);
    return method === `${issuer}#${own}` ? sound(own, desk) : { code: "key-unknown", names };
  }
  const document = named(issuer, desk);
  if (document === undefined) return withoutDocument(issuer, method, desk);
  const entry = methodsOf(document).find(({ id }) => isSame(id, method, issuer));
  if (entry === undefined) return { code: "key-unknown", names };
  const asserts = listOf(document["assertionMethod"]).some((one) => isSame(isObject(one) ? one["id"] : one, method, issuer));
  if (!asserts) return { code: "key-purpose", names };
  if (entry["controller"] !== issuer) return { code: "proof-foreign" };
  return described(entry, desk, names);
}

function withoutDocument(issuer: string, method: string, { documents }: Desk): Finding {
  if (!/^(?:did:web:|https:\/\/)/.test(issuer)) return { code: "did-unknown-method" };
  const isListed = documents.some((document) => methodsOf(document).some(({ id }) => id === method));
  return { code: isListed ? "did-mismatch" : "did-not-at-hand", names: { did: shown(issuer) } };
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** The keys that a DID document describes, in `verificationMethod` and then inside `assertionMethod`. */
function methodsOf(document: JsonObject): JsonObject[] {
  return [...listOf(document["verificationMethod"]), ...listOf(document["assertionMethod"])].filter(isObject);
}

/** Whether an id, absolute or beginning with `#`, is `method`. */
function isSame(id: Json | undefined, method: string, issuer: string): boolean {
  return id === method || (typeof id === "string" && id.startsWith("#") && issuer + id === method);
}

function described(entry: JsonObject, desk: Desk, names: { key: string }): Bytes | Finding {
  if (!KINDS.includes(entry["type"])) return { code: "key-kind" };
  for (const member of ["revoked", "expires"]) {
    if (!Object.hasOwn(entry, member)) continue;
    const end = secondsOf(entry[member]);
    if (end === undefined) return { code: "key-kind" };
    if (end <= desk.now) return { code: "key-expired", names };
  }
  return sound(entry["publicKeyMultibase"], desk);
}

function sound(value: Json | undefined, { tools }: Desk): Bytes | Finding {
  const bytes = fromMultibase(value);
  if (bytes?.length !== 34 || bytes[0] !== 0xed || bytes[1] !== 0x01) return { code: "key-kind" };
  const key = bytes.slice(2);
  return tools.isSoundKey(key) ? key : { code: "key-weak" };
}
