// Ways in of the parts that are loaded when they are used: one line for each.
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
  text: string;
  label: string;
}

/** Whoever takes what was handed over answers true; the page then leaves it to that one. */
export type Taker = (handed: Handed) => boolean | Promise<boolean>;

/** Those who are asked in this order before the page checks what was handed over by itself. */
export const TAKERS: readonly Taker[] = [];
