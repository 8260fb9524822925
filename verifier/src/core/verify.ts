// All checks on one input, and their verdict (VER-17 to VER-19).
import type { Bytes } from "./bytes.ts";
import { gather } from "./case.ts";
import { runChecks } from "./checks.ts";
import { openInput } from "./containers.ts";
import { withinCalendar } from "./dates.ts";
import type { Payload } from "./input.ts";
import type { JsonObject } from "./json.ts";
import type { Directory, Source } from "./lookup.ts";
import type { Result } from "./result.ts";
import { verdictOf } from "./verdict.ts";

/** A result, and the data that a page shows beside it. */
export interface Judgement {
  result: Result;
  directory: Directory | undefined;
  /** The time of checking in milliseconds. */
  at: number;
}

/**
 * The judgements on one input: one, or one for each credential of a presentation or inside a PDF file or a picture.
 * `now` is the time of checking in milliseconds; `label` names the input in the results; `atHand` are documents of
 * issuers outside the registry (VER-25).
 */
export async function verifyInput(
  input: Bytes | string,
  source: Source,
  now: number,
  label: string,
  atHand: readonly JsonObject[] = [],
): Promise<Judgement[]> {
  const payloads = await openInput(input);
  const judgements: Judgement[] = [];
  for (const [i, payload] of payloads.entries()) {
    const name = payloads.length > 1 ? `${label} [${i + 1}]` : label;
    judgements.push(await judge(payload, source, now, name, atHand));
  }
  return judgements;
}

async function judge(
  payload: Payload,
  source: Source,
  clock: number,
  input: string,
  atHand: readonly JsonObject[],
): Promise<Judgement> {
  const now = withinCalendar(clock);
  let found = await gather(payload, source, now, atHand);
  if (found.mixed) {
    source.refresh();
    found = await gather(payload, source, now, atHand);
  }
  const checks = runChecks(found);
  const { directory } = found;
  const credential = found.credential ?? null;
  const result = { input, ...verdictOf(checks), checks, credential, data_as_of: directory?.dataAsOf ?? null };
  return { result, directory, at: clock };
}
