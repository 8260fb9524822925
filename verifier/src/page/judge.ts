// The judgements on one thing that was handed over, whatever form it has: one of the page, or one of many.
import type { Bytes } from "../core/bytes.ts";
import type { JsonObject } from "../core/json.ts";
import type { Source } from "../core/lookup.ts";
import { type Judgement, verifyInput } from "../core/verify.ts";
import type { Reading } from "./pasted.ts";

/** What a visitor hands over to be checked; `label` names it in the saved result. */
export interface Item {
  input: Bytes | string;
  label: string;
  /** A picture, whose codes may be cards. */
  file?: File | undefined;
  /** The key of a message about what was handed over. */
  remark?: string | undefined;
}

export interface Judged {
  judgements: readonly Judgement[];
  /** The address that a pasted link names. */
  address: URL | undefined;
  /** The link or payload that was judged; undefined for anything else. */
  payload: string | undefined;
}

type Question = Omit<Reading, "input"> & { input: Bytes | string };

/** A payload alone has one meaning; of what else people paste a part finds out what it may mean. */
async function meanings(given: Bytes | string): Promise<readonly Question[]> {
  const isPlain = typeof given !== "string" || /^#[\w-]+$/.test(given);
  const part = isPlain ? undefined : await import("./pasted.ts").catch(() => undefined);
  return isPlain || part === undefined ? [{ input: given }] : part.readings(given);
}

/** Of several readings of a text the judgements on the one with which a signature passes, else on the likeliest. */
export async function judge(
  { input: given, label }: Item,
  source: Source,
  now: number,
  atHand: readonly JsonObject[],
): Promise<Judged> {
  const questions = await meanings(given);
  let likeliest: Judged | undefined;
  for (const { input, address } of questions) {
    const judgements = await verifyInput(input, source, now, label, atHand);
    const judged = { judgements, address, payload: payloadOf(input) };
    if (judgements.some(({ result }) => isSigned(result.checks))) return judged;
    likeliest ??= judged;
  }
  return likeliest ?? { judgements: [], address: undefined, payload: undefined };
}

const isSigned = (checks: Judgement["result"]["checks"]): boolean =>
  checks.some(({ check, state }) => check === "signature" && state === "passed");

function payloadOf(input: Bytes | string): string | undefined {
  return typeof input === "string" ? /^(?:[^\s{[]*#)?([A-Za-z0-9_-]+)$/.exec(input.trim())?.[1] : undefined;
}
