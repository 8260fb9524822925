// The button that passes a credential's link on; the part that makes the link is loaded then.
import { el } from "./dom.ts";
import { loadLaterWords, say } from "./messages.ts";
import { type Tools, tools } from "./tools.ts";

type Part = typeof import("./share.ts");

/** Does something with the part for passing on, and its words; where the part cannot be had, says so in `said`. */
export async function withShare(said: HTMLElement, act: (part: Part, tools: Tools) => Promise<void>): Promise<void> {
  const [part] = await Promise.all([import("./share.ts").catch(() => undefined), loadLaterWords()]);
  if (part === undefined) said.replaceChildren(say("action.failed"));
  else await act(part, tools);
}

/** The link left the address bar when it was read; here it is again, and a file's is made. */
export function shareButton(make: () => Promise<string | undefined>, said: HTMLElement): HTMLElement {
  const button = el("button", { type: "button", class: "share" }, say("action.share"));
  button.addEventListener("click", () => void withShare(said, async ({ share }) => share(await make(), said, tools)));
  return button;
}
