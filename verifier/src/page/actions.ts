// What a visitor can do with a result: pass its link on, save, print.
import type { Judgement } from "../core/verify.ts";
import { copy } from "./copy.ts";
import { credentialFile, saveButton } from "./download.ts";
import { el } from "./dom.ts";
import { isProven } from "./explain.ts";
import { say } from "./messages.ts";
import { receiptButton } from "./receipt-button.ts";

export function actions(judgement: Judgement, link?: () => Promise<string | undefined>): HTMLElement {
  const { result } = judgement;
  const isSigned = isProven(result);
  const said = el("span", { class: "said", role: "status" });
  const print = el("button", { type: "button" }, say("action.print"));
  print.addEventListener("click", () => window.print());
  return el(
    "div",
    { class: "actions" },
    isSigned && link !== undefined && shareButton(link, said),
    isSigned && result.credential !== null && saveButton(say("action.download"), () => credentialFile(result)),
    receiptButton(judgement, said, isSigned ? link : undefined),
    print,
    said,
  );
}

/** The link left the address bar when it was read; here it is again, and a file's is made. */
function shareButton(make: () => Promise<string | undefined>, said: HTMLElement): HTMLElement {
  const button = el("button", { type: "button", class: "share" }, say("action.share"));
  button.addEventListener("click", () => void share(make, said));
  return button;
}

async function share(make: () => Promise<string | undefined>, said: HTMLElement): Promise<void> {
  const url = await make();
  if (url === undefined) return said.replaceChildren(say("action.no-link"));
  try {
    await navigator.share({ url });
  } catch (error) {
    // Whoever closes the system's sheet wants nothing more; a browser without one has a clipboard.
    if (!(error instanceof DOMException && error.name === "AbortError")) await copy(url, said);
  }
}
