// From what a stranger hands over to something that can be judged (VER-1, VER-3). Nothing here asks for data.
import { type Bytes, fromUtf8, utf8 } from "./bytes.ts";
import { type Card, decodeCard, readPayload } from "./card.ts";
import type { Code, Kind } from "./codes.ts";
import { InputFault } from "./fault.ts";
import { isObject, type Json, type JsonObject, MAX_BYTES, readJson } from "./json.ts";
import { type Names, type Outcome, outcome } from "./result.ts";

/** One thing to judge: a credential, or a card with its spelling; neither where `parse` failed. */
export interface Payload {
  parse: Outcome;
  credential?: JsonObject;
  card?: Card;
  spelling?: string;
}

const MAX_CREDENTIALS = 100;
const TOKEN = /^(?:eyJ[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)+|eyJ[A-Za-z0-9_-]{1198,})$/;
const BADGES = "https://w3id.org/openbadges/";
const EUROPEAN = "EuropeanDigitalCredential";

/** What stands for an input that is not read. */
export const refused = (code: Code, names: Names = {}): Payload => ({ parse: outcome("parse", code, names) });

/** The payloads of one input: one, or one for each member of a presentation. */
export function readInput(input: Bytes | string): Payload[] {
  try {
    return read(input);
  } catch (fault) {
    if (!(fault instanceof InputFault)) throw fault;
    return [refused(fault.code, fault.names)];
  }
}

function read(input: Bytes | string): Payload[] {
  const bytes = typeof input === "string" ? utf8(input) : input;
  if (bytes.length > MAX_BYTES) return [refused("parse-too-large", { limit: String(MAX_BYTES) })];
  const whole = fromUtf8(bytes);
  // Half a character in a string has no bytes; UTF-8 puts another one in its place.
  if (whole === undefined || (typeof input === "string" && input !== whole)) return [refused("parse-not-text")];
  const text = whole.replace(/^\uFEFF?[ \t\r\n]*/, "");
  if (text === "") return [refused("parse-empty")];
  return /^[{[]/.test(text) ? readDocument(readJson(text)) : [readCard(text.replace(/[ \t\r\n]+$/, ""))];
}

function readCard(text: string): Payload {
  if (TOKEN.test(text)) return refused("parse-token");
  const hash = text.indexOf("#");
  // Other programs' files hold a # too; what has a space in it is no link.
  if (/[ \t\r\n]/.test(text) || (hash < 0 && !/^[A-Za-z0-9_-]+$/.test(text))) return refused("parse-not-json");
  const spelling = text.slice(hash + 1);
  const card = decodeCard(readPayload(spelling).bytes);
  return { parse: outcome("parse", "parse", { kind: "card" }), card, spelling };
}

function readDocument(document: Json): Payload[] {
  if (isEuropean(document)) return [refused("parse-european")];
  if (hasType(document, "VerifiableCredential")) return [readCredential(document, "json")];
  if (hasType(document, "VerifiablePresentation")) {
    const held = document["verifiableCredential"];
    const members = Array.isArray(held) ? held : isObject(held) ? [held] : [];
    if (members.length > MAX_CREDENTIALS) return [refused("parse-too-many", { limit: String(MAX_CREDENTIALS) })];
    if (members.length > 0) return members.map((member) => readCredential(member, "presentation"));
  }
  return [refused(otherKind(document))];
}

/** Whether it is a European learning credential: bare, wrapped for upload, or inside its seal. */
function isEuropean(document: Json): boolean {
  if (!isObject(document)) return false;
  const { payload, signatures, credential = null } = document;
  const isSealed = signatures !== undefined && typeof payload === "string" && payload.includes(EUROPEAN);
  return isSealed || hasType(document, EUROPEAN) || hasType(credential, EUROPEAN);
}

/** What JSON that is no credential is, where it can be told. */
function otherKind(document: Json): Code {
  if (!isObject(document)) return "parse-no-credential";
  const { "@context": context = null, payload, signature, signatures } = document;
  const named = Array.isArray(context) ? context : [context];
  if (named.some((one) => typeof one === "string" && one.startsWith(BADGES))) return "parse-open-badges-2";
  const isSigned = typeof payload === "string" && (signature !== undefined || signatures !== undefined);
  return isSigned ? "parse-token" : "parse-no-credential";
}

function readCredential(credential: Json, kind: Kind): Payload {
  if (!hasType(credential, "VerifiableCredential")) return refused("parse-no-credential");
  const readAs: Kind = hasType(credential, "ClrCredential") ? "record" : kind;
  return { parse: outcome("parse", "parse", { kind: readAs }), credential };
}

function hasType(value: Json, name: string): value is JsonObject {
  if (!isObject(value)) return false;
  const types = value["type"];
  return types === name || (Array.isArray(types) && types.includes(name));
}
