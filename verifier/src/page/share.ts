// Passing on: a credential's link, its file, and a text for a help desk. Loaded when it is asked for.
import { learnerFile } from "../core/jcs.ts";
import { type JsonObject, text } from "../core/json.ts";
import type { Directory } from "../core/lookup.ts";
import type { Result } from "../core/result.ts";
import type { Tools } from "./tools.ts";

export { linkOf } from "./link.ts";

/** Hands the link to the system's own sheet; a browser without one has a clipboard. */
export async function share(url: string | undefined, said: HTMLElement, tools: Tools): Promise<void> {
  if (url === undefined) return said.replaceChildren(tools.say("action.no-link"));
  try {
    await navigator.share({ url });
  } catch (error) {
    // Whoever closes the sheet wants nothing more.
    if (!(error instanceof DOMException && error.name === "AbortError")) await copy(url, said, tools);
  }
}

/** Saves the learner's file, byte for byte (CRD-15). */
export function saveCredential(credential: JsonObject, { save }: Tools): void {
  const id = /^urn:uuid:([0-9a-f]{8})/.exec(text(credential["id"]) ?? "")?.[1] ?? "unknown";
  save(`credential-${id}.json`, "application/json", learnerFile(credential));
}

/** Puts `words` on the clipboard and says so; where the clipboard is closed, shows the text to copy by hand. */
async function copy(words: string, said: HTMLElement, { el, say }: Tools): Promise<void> {
  try {
    await navigator.clipboard.writeText(words);
    said.replaceChildren(say("action.copied"));
  } catch {
    const field = el("textarea", { class: "copy", rows: "3", readonly: true, dir: "ltr", "aria-label": say("action.copy-by-hand") });
    field.value = words;
    said.replaceChildren(say("action.copy-by-hand"), field);
    field.select();
  }
}

export function copyReport(result: Result, directory: Directory | undefined, said: HTMLElement, tools: Tools): Promise<void> {
  return copy(report(result, directory, tools.build), said, tools);
}

/** What a help desk needs to know (PAG-7), the same in every language: no name, no link, nothing of the holder. */
function report({ verdict, checks }: Result, directory: Directory | undefined, build: string): string {
  const codes = checks.map(({ check, state, code }) => `${check}: ${state} (${code})`);
  const date = directory?.date === undefined ? "no date" : new Date(directory.date).toISOString();
  const data = directory === undefined ? "none" : `${directory.snapshot} of ${date}`;
  return [`verdict: ${verdict}`, ...codes, `data: ${data}`, `build: ${build}`, `checked: ${new Date().toISOString()}`, ""].join("\n");
}
