// The receipt of a check: shown to be printed, or kept as a file. Loaded when somebody asks for one.
import { type Basis, type ReceiptEntry, receiptFile } from "./receipt-file.ts";
import { sheet } from "./receipt-sheet.ts";
import { loadStyle } from "./style.ts";
import type { Tools } from "./tools.ts";

export type { ReceiptEntry };

const OPEN = "with-receipt";

let shown: { entries: readonly ReceiptEntry[]; section: HTMLElement; opener: Element | null } | undefined;
let isListening = false;

/** Shows the receipt in the place of the page's own content, until it is closed. */
export async function showReceipt(entries: readonly ReceiptEntry[], tools: Tools): Promise<void> {
  const isThere = await Promise.all([tools.loadLaterWords(), loadStyle("receipt.css", tools)]);
  if (isThere.includes(false)) throw new Error("the receipt's words or style cannot be had");
  close();
  shown = { entries, section: tools.el("section", { class: "receipt" }), opener: document.activeElement };
  if (!isListening) {
    isListening = true;
    tools.onLanguage(() => draw(tools));
    tools.onAnswers(close);
  }
  document.querySelector("main")?.append(shown.section);
  document.body.classList.add(OPEN);
  draw(tools);
  shown.section.querySelector("h1")?.focus();
  window.scrollTo({ top: 0 });
}

function draw(tools: Tools): void {
  if (shown === undefined) return;
  const basis: Basis = { page: `${tools.base}v/`, build: tools.build };
  shown.section.replaceChildren(buttons(shown.entries, basis, tools), sheet(shown.entries, basis, tools));
}

function buttons(entries: readonly ReceiptEntry[], basis: Basis, { el, save, say }: Tools): HTMLElement {
  const button = (key: string, name: string, act: () => void): HTMLElement => {
    const made = el("button", { type: "button", class: name }, say(key));
    made.addEventListener("click", act);
    return made;
  };
  return el(
    "div",
    { class: "actions" },
    button("receipt.print", "primary print", () => window.print()),
    button("receipt.save", "save", () => save("receipt.json", "application/json", receiptFile(entries, basis))),
    button("receipt.close", "close", close),
  );
}

function close(): void {
  const before = shown;
  shown = undefined;
  before?.section.remove();
  document.body.classList.remove(OPEN);
  if (before?.opener instanceof HTMLElement) before.opener.focus();
}
