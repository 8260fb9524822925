// Files that the page hands out; they are made on the device.
import type { Bytes } from "../core/bytes.ts";
import { learnerFile } from "../core/jcs.ts";
import { type JsonObject, text } from "../core/json.ts";
import type { Result } from "../core/result.ts";
import { el } from "./dom.ts";

interface File {
  name: string;
  bytes: Bytes;
}

function shortId(credential: JsonObject | null): string {
  return /^urn:uuid:([0-9a-f]{8})/.exec(text(credential?.["id"]) ?? "")?.[1] ?? "unknown";
}

/** The learner's file, byte for byte (CRD-15). */
export function credentialFile({ credential }: Result): File {
  return { name: `credential-${shortId(credential)}.json`, bytes: learnerFile(credential ?? {}) };
}

/** Saves a file that was made here. */
export function save(name: string, type: string, content: Bytes | string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A button that saves the file that `make` gives. */
export function saveButton(label: string, make: () => File): HTMLElement {
  const button = el("button", { type: "button" }, label);
  button.addEventListener("click", () => {
    const { name, bytes } = make();
    save(name, "application/json", bytes);
  });
  return button;
}
