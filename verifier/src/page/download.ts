// Files that the page hands out; they are made on the device.
import type { Bytes } from "../core/bytes.ts";
import { utf8 } from "../core/bytes.ts";
import { learnerFile } from "../core/jcs.ts";
import { type JsonObject, text } from "../core/json.ts";
import type { Result } from "../core/result.ts";
import { el } from "./dom.ts";
import { say } from "./messages.ts";

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

/** The result as VER-19 has it, with the time of checking, for the visitor's own records. */
export async function receiptFile(result: Result): Promise<File> {
  const checked_at = new Date().toISOString();
  const { asJson } = await import("../core/details.ts");
  const receipt = JSON.stringify({ checked_at, results: [asJson(result)] }, null, 2);
  return { name: `result-${shortId(result.credential)}.json`, bytes: utf8(`${receipt}\n`) };
}

/** A button that saves the file that `make` gives; where a part for that cannot be loaded, `said` tells so. */
export function saveButton(label: string, make: () => File | Promise<File>, said: HTMLElement): HTMLElement {
  const button = el("button", { type: "button" }, label);
  button.addEventListener("click", async () => {
    const file = await Promise.resolve(make()).catch(() => undefined);
    if (file === undefined) return said.replaceChildren(say("action.failed"));
    save(file);
  });
  return button;
}

function save({ name, bytes }: File): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/json" }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
