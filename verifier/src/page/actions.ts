// What a visitor can do with a result: pass its link on, save, print.
import type { Judgement } from "../core/verify.ts";
import { el } from "./dom.ts";
import { isProven } from "./explain.ts";
import { say } from "./messages.ts";
import { receiptButton } from "./receipt-button.ts";
import { saveButton, shareButton } from "./share-button.ts";

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
    isSigned && result.credential !== null && saveButton(result.credential, said),
    receiptButton(judgement, said, isSigned ? link : undefined),
    print,
    said,
  );
}
