// What can be said of a credential whose issuer is outside the registry (VER-24 to VER-31). Loaded only when one comes:
// the JSON-LD processor and the contexts of others are several times the size of the core.
import type { Check } from "../core/codes.ts";
import type { JsonObject } from "../core/json.ts";
import type { Finding, Tools } from "./finding.ts";
import { judgeProofs } from "./proofs.ts";
import { issuerOf, judgeStatus, judgeTimes } from "./status.ts";

export { foreignNQuads } from "./graph.ts";
export { ForeignFault } from "./terms.ts";

export type StrangersChecks = Extract<Check, "signature" | "state" | "validity">;

/** What is found of signature, status and dates at `time` (milliseconds) with `documents` at hand. */
export async function judgeStranger(
  credential: JsonObject,
  documents: readonly JsonObject[],
  time: number,
  tools: Tools,
): Promise<Record<StrangersChecks, Finding>> {
  const desk = { documents, now: Math.floor(time / 1_000), tools };
  const issuer = issuerOf(credential);
  return {
    signature: await judgeProofs(credential, issuer, desk),
    state: await judgeStatus(credential, issuer, desk),
    validity: judgeTimes(credential, desk.now),
  };
}
