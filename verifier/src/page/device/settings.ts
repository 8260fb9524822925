// What the visitor wants of this device: how much may be kept on it. Remembered here and told to nobody.
import { recall } from "../../source/kept.ts";
import { placeOf } from "../../source/place.ts";

export const MEGABYTE = 1_000_000;
/** Megabytes that a visitor may choose; the first is what holds without a choice. */
export const LIMITS: readonly number[] = [10, 50, 200, 1000];

/** Megabytes; 0: nothing is kept. */
export function limitOf(base: string): number {
  const stored = recall<{ limit?: unknown }>(placeOf(base, "device"))?.limit;
  return typeof stored === "number" && stored >= 0 ? stored : (LIMITS[0] as number);
}

export function setLimit(base: string, limit: number): void {
  store(placeOf(base, "device"), { limit });
}

/** Remembers a value, undefined: forgets it. False where the browser keeps storage closed. */
export function store(place: string, value: object | undefined): boolean {
  try {
    if (value === undefined) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
