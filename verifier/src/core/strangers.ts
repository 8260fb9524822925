// The way to the checks on credentials whose issuer is outside the registry; what they need is loaded on demand (VER-24).
import type { Bytes } from "./bytes.ts";
import { fromUtf8 } from "./bytes.ts";
import type { Check } from "./codes.ts";
import { isGoodPoint, verifyEd25519 } from "./ed25519.ts";
import { isObject, type JsonObject, jsonOf, MAX_BYTES, text } from "./json.ts";
import { type Outcome, outcome } from "./result.ts";

/** What was checked of a stranger's credential, by check. */
export type Strangers = Partial<Record<Check, Outcome>>;

/** The outcomes of `signature`, `state` and `validity`; where the part that judges them cannot be loaded, that. */
export async function judgeOutside(credential: JsonObject, atHand: readonly JsonObject[], now: number): Promise<Strangers> {
  const checks = ["signature", "state", "validity"] as const;
  const part = await import("../outside/index.ts").catch(() => undefined);
  const found = await part?.judgeStranger(credential, atHand, now, { verify: verifyEd25519, isSoundKey: isGoodPoint });
  const say = (check: (typeof checks)[number]): Outcome =>
    found === undefined ? outcome(check, "data-missing") : { check, names: {}, ...found[check] };
  return Object.fromEntries(checks.map((check) => [check, say(check)]));
}

/** A document at hand, read as strictly as an input; undefined where it is none or has no `id` (VER-25). */
export function readAtHand(bytes: Bytes): JsonObject | undefined {
  const whole = bytes.length <= MAX_BYTES ? fromUtf8(bytes) : undefined;
  const document = whole === undefined ? undefined : jsonOf(whole.replace(/^\uFEFF/, ""));
  return isObject(document) && text(document["id"]) !== undefined ? document : undefined;
}
