// Files that the page hands out; they are made on the device.
import type { Bytes } from "../core/bytes.ts";
import { el } from "./dom.ts";

/** Saves a file that was made here. */
export function save(name: string, type: string, content: Bytes | string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
