// Files that help to check others: documents at hand (VER-25).
import type { Bytes } from "../core/bytes.ts";
import { isObject, type Json, type JsonObject } from "../core/json.ts";
import { readAtHand } from "../core/strangers.ts";

const LISTS: readonly Json[] = ["BitstringStatusListCredential", "StatusList2021Credential"];

/**
 * The document of a file that helps to check others: a DID document or a status list; undefined for any other file. What
 * may be read as a credential of its own is none, whatever else it calls itself: it has to have an answer of its own.
 */
export function aidOf(bytes: Bytes): JsonObject | undefined {
  const document = readAtHand(bytes);
  const subject = document?.["credentialSubject"];
  if (document === undefined || (isObject(subject) && "achievement" in subject)) return undefined;
  const { type } = document;
  if (type === undefined) return "verificationMethod" in document || "assertionMethod" in document ? document : undefined;
  const isList = isObject(subject) && "encodedList" in subject;
  return isList && [type].flat().some((one) => LISTS.includes(one)) ? document : undefined;
}
