// The buttons that pass a credential on, as a link or a file; the part that makes them is loaded then.
import type { JsonObject } from "../core/json.ts";
import { el } from "./dom.ts";
import { loadLaterWords, say } from "./messages.ts";
import { type Tools, tools } from "./tools.ts";

type Part = typeof import("./share.ts");

/** Does something with the part for passing on, and its words; where the part cannot be had, says so in `said`. */
export async function withShare(said: HTMLElement, act: (part: Part, tools: Tools) => unknown): Promise<void> {
  const [part] = await Promise.all([import("./share.ts").catch(() => undefined), loadLaterWords()]);
  if (part === undefined) said.replaceChildren(say("action.failed"));
  else await act(part, tools);
}

/** The link left the address bar when it was read; here it is again, and a file's is made. */
export function shareButton(make: () => Promise<string | undefined>, said: HTMLElement): HTMLElement {
  return button("share", said, async ({ share }) => share(await make(), said, tools));
}

export function saveButton(credential: JsonObject, said: HTMLElement): HTMLElement {
  return button("download", said, ({ saveCredential }) => saveCredential(credential, tools));
}

function button(name: "share" | "download", said: HTMLElement, act: (part: Part) => unknown): HTMLElement {
  const made = el("button", { type: "button", class: name }, say(`action.${name}`));
  made.addEventListener("click", () => void withShare(said, act));
  return made;
}
