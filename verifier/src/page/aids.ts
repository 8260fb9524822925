// Files that help to check others: documents at hand (VER-25).
import type { Bytes } from "../core/bytes.ts";
import type { Json, JsonObject } from "../core/json.ts";
import { readAtHand } from "../core/strangers.ts";

const LISTS: readonly Json[] = ["BitstringStatusListCredential", "StatusList2021Credential"];

/** The document of a file that helps to check others: a DID document or a status list; undefined for any other file. */
export function aidOf(bytes: Bytes): JsonObject | undefined {
  const document = readAtHand(bytes);
  if (document === undefined) return undefined;
  const types = [document["type"] ?? null].flat();
  const hasKeys = "verificationMethod" in document || "assertionMethod" in document;
  const isKeys = hasKeys && !types.includes("VerifiableCredential");
  return isKeys || types.some((type) => LISTS.includes(type)) ? document : undefined;
}
