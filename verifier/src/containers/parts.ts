// What every file that may hold credentials has in common: texts, faults and limits (CON-2 to CON-4).
import type { Bytes } from "../core/bytes.ts";
import type { Code } from "../core/codes.ts";
import type { Names } from "../core/result.ts";

export const MAX_FILE = 16_777_216;
export const MAX_TEXT = 262_144;
/** Chunks of a PNG, steps of an SVG, objects of a PDF. */
export const MAX_PARTS = 200_000;
/** Tokens of all dictionaries of a PDF together. */
export const MAX_TOKENS = 1_000_000;
/** Texts found in one file. */
export const MAX_TEXTS = 32;
/** Bytes of all texts together that count. */
export const MAX_TOGETHER = 4 * MAX_TEXT;
/** Bytes of one packed text; no packer needs as many for what may be unpacked. */
export const MAX_PACKED = 2 * MAX_TEXT;

/** The file as a whole is not read: why. */
export class ContainerFault extends Error {
  constructor(
    readonly code: Code,
    readonly names: Names = {},
  ) {
    super(code);
  }
}

/** One text that stands in a file; no data where it is unreadable. `old`: under a name of Open Badges 1 or 2. */
export interface Text {
  data: Bytes | undefined;
  old: boolean;
}

/** What was found in a file; `damaged`: the reading ended at a fault. */
export interface Found {
  texts: Text[];
  damaged: boolean;
}

export function tooLarge(): ContainerFault {
  return new ContainerFault("parse-container-too-large", { limit: String(MAX_FILE) });
}

/** Keeps a text; throws for one too many. */
export function add(found: Found, text: Text): void {
  if (found.texts.length === MAX_TEXTS) throw tooLarge();
  found.texts.push(text);
}

/** Counts what is read, so that no file takes long; throws for one too many. */
export function budget(most: number): () => void {
  let left = most;
  return () => {
    left -= 1;
    if (left < 0) throw tooLarge();
  };
}

/** The bytes of one whole zlib stream; undefined where they cannot be had (CON-4). */
export async function unpack(packed: Bytes): Promise<Bytes | undefined> {
  if (packed.length > MAX_PACKED) return undefined;
  if (typeof DecompressionStream === "undefined") throw new ContainerFault("parse-part-missing");
  const plain = await inflate(packed);
  // Some platforms let more bytes follow the stream: then it is whole without the last of them, too.
  return plain && (await inflate(packed.subarray(0, -1))) === undefined ? plain : undefined;
}

/** A piece unpacks to at most a thousand times as much, so that no more than that is ever held. */
const PIECE = 512;

async function inflate(packed: Bytes): Promise<Bytes | undefined> {
  let at = 0;
  const pieces = new ReadableStream<Bytes>(
    {
      pull(queue) {
        if (at >= packed.length) return queue.close();
        queue.enqueue(packed.subarray(at, (at += PIECE)));
      },
    },
    { highWaterMark: 0 },
  );
  const reader = pieces.pipeThrough(new DecompressionStream("deflate")).getReader();
  const plain = new Uint8Array(MAX_TEXT);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return plain.slice(0, length);
      if (length + value.length > MAX_TEXT) break;
      plain.set(value, length);
      length += value.length;
    }
  } catch {
    return undefined; // the stream is damaged
  }
  await reader.cancel().catch(() => undefined);
  return undefined;
}
