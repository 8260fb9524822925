// RFC 8785: the one byte form of JSON data.
import { type Bytes, sha256, utf8 } from "./bytes.ts";
import type { Json, JsonObject } from "./json.ts";

/** The RFC 8785 text of data that readJson took: members by UTF-16 code units, numbers as ECMAScript writes them. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] as Json)}`).join(",")}}`;
}

/** A shallow copy without the member `proof`. */
export function withoutProof(document: JsonObject): JsonObject {
  const rest = Object.assign(Object.create(null), document) as JsonObject;
  delete rest["proof"];
  return rest;
}

/** The 32 bytes by which a credential is registered (REC-7). */
export function registryHash(credential: JsonObject): Promise<Bytes> {
  return sha256(utf8(canonicalJson(withoutProof(credential))));
}

export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}

/** The bytes of the learner's file (CRD-15). */
export function learnerFile(credential: JsonObject): Bytes {
  return utf8(`${canonicalJson(credential)}\n`);
}
