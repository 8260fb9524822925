// Pictures among what was handed over: the cards whose codes are in them are judged in their place.
import type { Item } from "./desk.ts";
import { loadLaterWords } from "./messages.ts";
import { startWorker } from "./scripts.ts";

export const isPicture = ({ type }: File): boolean => type.startsWith("image/");

/** The items, with the cards in each picture instead of it; a picture without any stays, with a remark that says why. */
export async function readPictures(items: readonly Item[]): Promise<readonly Item[]> {
  if (!items.some(({ file }) => file)) return items;
  const part = await import("./picture.ts").catch(() => undefined);
  return part && (await loadLaterWords())
    ? part.readPictures(items, startWorker)
    : items.map((item) => (item.file ? { ...item, remark: "input.part-missing" } : item));
}
