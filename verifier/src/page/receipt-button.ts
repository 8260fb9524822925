// The button that shows the receipt of a result; what draws it is loaded then.
import type { Judgement } from "../core/verify.ts";
import { el } from "./dom.ts";
import { say } from "./messages.ts";
import { tools } from "./tools.ts";

/** `said` is told where it cannot be loaded; `link` gives the link under which the result can be checked again. */
export function receiptButton(judgement: Judgement, said: HTMLElement, link?: () => Promise<string | undefined>): HTMLElement {
  const button = el("button", { type: "button", class: "receipt-of-one" }, say("action.receipt"));
  button.addEventListener("click", () => void show(judgement, link).catch(() => said.replaceChildren(say("action.failed"))));
  return button;
}

async function show({ result, directory, at }: Judgement, link?: () => Promise<string | undefined>): Promise<void> {
  const { showReceipt } = await import("./receipt.ts");
  await showReceipt([{ label: result.input, checkedAt: at, result, directory, link: await link?.() }], tools);
}
