// RFC 8785: the one byte form of JSON data.
import { type Bytes, sha256, utf8 } from "./bytes.ts";
import { copied, type Json, type JsonObject } from "./json.ts";

/** What JSON has no plain spelling of. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

/** The RFC 8785 text of data that readJson took: members by UTF-16 code units, numbers as ECMAScript writes them. */
export function canonicalJson(value: Json): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  let inside = "";
  let comma = "";
  for (const name of Array.isArray(value) ? value.keys() : Object.keys(value).sort()) {
    const label = typeof name === "string" ? `${quoted(name)}:` : "";
    inside += comma + label + canonicalJson((value as JsonObject)[name] as Json);
    comma = ",";
  }
  return Array.isArray(value) ? `[${inside}]` : `{${inside}}`;
}

/** A shallow copy without the member `proof`. */
export function withoutProof(document: JsonObject): JsonObject {
  const rest = copied(document);
  delete rest["proof"];
  return rest;
}

/** The 32 bytes by which a credential is registered (REC-7). */
export function registryHash(credential: JsonObject): Promise<Bytes> {
  return sha256(utf8(canonicalJson(withoutProof(credential))));
}

/** Whether two values have the same RFC 8785 form, whatever stands at the ends of the paths `but` in both. */
export function equalJson(a: Json | undefined, b: Json | undefined, but: readonly (readonly string[])[] = []): boolean {
  if (a === b || but.some(({ length }) => length === 0)) return true;
  if (!isHolder(a) || !isHolder(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  for (const name of names) {
    const below = but.length > 0 ? but.filter(([step]) => step === name).map((path) => path.slice(1)) : but;
    if (!Object.hasOwn(b, name) || !equalJson(a[name], b[name], below)) return false;
  }
  return true;
}

const isHolder = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null;

/** The bytes of the learner's file (CRD-15). */
export function learnerFile(credential: JsonObject): Bytes {
  return utf8(`${canonicalJson(credential)}\n`);
}
