// What can be said of a credential whose issuer is outside the registry (VER-24 to VER-31). Loaded only when one comes:
// the JSON-LD processor and the contexts of others are several times the size of the core.
import type { Check, State } from "../core/codes.ts";
import type { JsonObject } from "../core/json.ts";
import { stateOf } from "./codes.ts";
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
): Promise<Record<StrangersChecks, Finding & { state: State }>> {
  const desk = { documents, now: Math.floor(time / 1_000), tools };
  const issuer = issuerOf(credential);
  const judged = (found: Finding): Finding & { state: State } => ({ ...found, state: stateOf(found.code) });
  return {
    signature: judged(await judgeProofs(credential, issuer, desk)),
    state: judged(await judgeStatus(credential, issuer, desk)),
    validity: judged(judgeTimes(credential, desk.now)),
  };
}
