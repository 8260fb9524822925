// Text for the visitor's clipboard, with a way for browsers that keep it closed.
import { el } from "./dom.ts";
import { say } from "./messages.ts";

/** Puts `text` on the clipboard and says so in `place`; where the clipboard is closed, shows the text to copy by hand. */
export async function copy(text: string, place: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    place.replaceChildren(say("action.copied"));
  } catch {
    const field = el("textarea", { class: "copy", rows: "3", readonly: true, dir: "ltr", "aria-label": say("action.copy-by-hand") });
    field.value = text;
    place.replaceChildren(say("action.copy-by-hand"), field);
    field.select();
  }
}

/** A button that copies what `make` gives. */
export function copyButton(label: string, make: () => Promise<string>): HTMLElement {
  const place = el("span", { class: "said", role: "status" });
  const button = el("button", { type: "button" }, say(label));
  button.addEventListener("click", () => void make().then((text) => copy(text, place)));
  return el("div", { class: "actions" }, button, place);
}
