// Ways in of the parts that are loaded when they are used: one line for each.
import { areMany, type Item } from "./desk.ts";
import { tools } from "./tools.ts";

/**
 * A further way in: a button in the form. Its label is drawn before the part is loaded, so that its message must be one of
 * the page's own (`input.…`).
 */
export interface Way {
  id: string;
  label: string;
  isOffered: () => boolean;
  open: () => Promise<unknown>;
}

/** The buttons beside the form's own, in this order; `open` is where a part is imported and handed the `tools`. */
export const WAYS: readonly Way[] = [
  {
    id: "camera",
    label: "input.camera",
    isOffered: () => "mediaDevices" in navigator,
    open: async () => (await import("./camera.ts")).openCamera(tools),
  },
];

/** Everything that was handed over in one go. */
export interface Handed {
  files: readonly File[];
  /** What was dropped, where a folder is among it. */
  entries?: readonly FileSystemEntry[] | undefined;
  text: string;
  label: string;
  /** Whether something else was asked since: then nothing of this may be shown any more. */
  isLate: () => boolean;
}

/** Whoever takes what was handed over answers true; the page then leaves it to that one. */
export type Taker = (handed: Handed) => boolean | Promise<boolean>;

/** Those who are asked in this order before the page checks what was handed over by itself. */
export const TAKERS: readonly Taker[] = [
  // What it cannot read is left to the page, which says so.
  (handed) => isMany(handed) && bulk().then((part) => part !== undefined && part.take(handed, tools)).catch(() => false),
];

const bulk = (): Promise<typeof import("./bulk/bulk.ts") | undefined> => import("./bulk/bulk.ts").catch(() => undefined);

/** Two links, or two payloads each on a line of its own. */
export const LINKS = /#[\w-]{64}[^]*#[\w-]{64}|^\s*[\w-]{100,}\s+[\w-]{100,}/;

/** Whether it may be more than the page shows one below the other; the part that is loaded for it looks closer. */
function isMany({ files, entries, text }: Handed): boolean {
  const isList = ({ name }: File): boolean => /\.(csv|tsv|tab|txt)$/i.test(name);
  return areMany(files.length) || entries !== undefined || files.some(isList) || LINKS.test(text);
}

/** Inputs that hold more credentials than are shown one below the other; false where the part cannot be loaded. */
export async function takeMany(items: readonly Item[], isLate: () => boolean): Promise<boolean> {
  return (await (await bulk())?.takeItems(items, tools, isLate)) ?? false;
}
