// The texts of the QR codes in a picture: the decoder on the picture as it is, then on what helps it with poor ones.
import { decodeQRBatch } from "qr/decode.js";
import { isCard } from "./picture-card.ts";
import { area, doubled, type Grey, halved, middle, sharpened } from "./picture-grey.ts";

/** Milliseconds for what the decoder may try beyond the necessary, in one picture. */
const RETRIES = 200;
/** Pixels of the part that is doubled. */
const DOUBLED = 1_100_000;

/** Measured with `benchmarks/photo_codes.py`: each reads photos that those before it do not. */
const HELPS: readonly ((grey: Grey) => Grey)[] = [
  (grey) => sharpened(grey, 3, 2),
  (grey) => sharpened(doubled(middle(grey, DOUBLED)), 5, 3, 1),
  (grey) => sharpened(doubled(middle(grey, DOUBLED)), 3, 2),
  (grey) => doubled(middle(grey, DOUBLED)),
];

/** All codes that the decoder finds at once. */
async function codesIn({ width, height, data }: Grey): Promise<string[]> {
  const options = { format: "I420", maxSize: { width, height }, effort: Infinity, timeLimit: RETRIES } as const;
  const [found = []] = await decodeQRBatch([{ width, height, data }], options);
  return found.filter((one) => typeof one === "string");
}

/** The picture and its halvings, the smallest first: as they are, then sharpened; then the smallest one doubled. */
function* attempts(grey: Grey): Generator<Grey> {
  const [first, ...others] = HELPS as [(grey: Grey) => Grey, ...((grey: Grey) => Grey)[]];
  const levels = [grey];
  for (let level = grey; area(level) > 2 * DOUBLED; levels.unshift(level)) level = halved(level);
  yield* levels;
  for (const level of levels) yield first(level);
  for (const help of others) yield help(levels[0] as Grey);
}

/** Texts, each once, until one is a card's or the time is over; `tell` hears what there is so far. */
export async function readCodes(grey: Grey, until: number, tell: (texts: string[]) => void): Promise<string[]> {
  const found = new Set<string>();
  for (const attempt of attempts(grey)) {
    for (const text of await codesIn(attempt)) found.add(text);
    if ([...found].some(isCard) || performance.now() > until) break;
    tell([...found]);
  }
  return [...found];
}

/** Texts in one frame of a film: as it is, and with one of the helps, another one in each `turn`. */
export async function readFrame(grey: Grey, turn: number): Promise<string[]> {
  const found = await codesIn(grey);
  const help = HELPS[turn % HELPS.length];
  return found.length > 0 || help === undefined ? found : codesIn(help(grey));
}
