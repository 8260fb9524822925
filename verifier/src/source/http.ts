// The site that a page came from, by fetch.
import { type Bytes, concat } from "../core/bytes.ts";
import { type Fetch, MAX_DATA } from "./site.ts";

const PATIENCE = 30_000;

/** Files below `base`. A file that does not come, or is too large, cannot be had. */
export function httpFetch(base: string): Fetch {
  return async (path, anew) => (await httpAnswer(base, path, anew)).bytes;
}

/** What came of a question. A server that only says that it is out of order has not answered it. */
export interface Answer {
  reached: boolean;
  bytes: Bytes | undefined;
}

export async function httpAnswer(base: string, path: string, anew: boolean): Promise<Answer> {
  try {
    const answer = await fetch(new URL(path, base), {
      // Always asked for now: a kept copy counts only after the site has said that it is still good.
      cache: anew ? "reload" : "no-cache",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { reached: answer.status < 500, bytes: answer.ok ? await limited(answer) : undefined };
  } catch {
    return { reached: false, bytes: undefined };
  }
}

async function limited(answer: Response): Promise<Bytes | undefined> {
  const reader = answer.body?.getReader();
  if (reader === undefined) return undefined;
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(...parts);
    size += value.length;
    parts.push(value);
    if (size > MAX_DATA) {
      await reader.cancel();
      return undefined;
    }
  }
}
