// All checks with their codes, folded: for those who want to know, and for a help desk.
import type { Directory } from "../core/lookup.ts";
import type { Result } from "../core/result.ts";
import { el } from "./dom.ts";
import { sayOutcome } from "./explain.ts";
import { find, loadLaterWords, say } from "./messages.ts";
import { withShare } from "./share-button.ts";

const MARKS = { passed: "✓", failed: "✕", not_run: "–", stale: "!" } as const;

/** The log: codes at once, since they are the same in every language; its sentences are fetched when it is opened. */
export function log(result: Result, directory: Directory | undefined, isOpen = false): HTMLElement {
  const inside = el("div", {}, lines(result));
  const fold = el("details", { class: "log", open: isOpen }, el("summary", {}, say("log.heading")), inside);
  const fill = async (): Promise<void> => {
    if (!(await loadLaterWords())) return inside.replaceChildren(lines(result), el("p", { class: "hint" }, say("action.failed")));
    const said = el("span", { class: "said", role: "status" });
    const copy = el("button", { type: "button" }, say("help.copy"));
    copy.addEventListener("click", () => void withShare(said, ({ copyReport }, tools) => copyReport(result, directory, said, tools)));
    const help = el("p", { class: "hint" }, say("help.copy.what"));
    inside.replaceChildren(lines(result), help, el("div", { class: "actions" }, copy, said));
  };
  fold.addEventListener("toggle", () => fold.open && void fill());
  return fold;
}

const lines = ({ checks }: Result): HTMLElement => el("ol", {}, ...checks.map(line));

function line(found: Result["checks"][number]): HTMLElement {
  const { check, state, code } = found;
  return el(
    "li",
    { class: state },
    el("span", { class: "mark", "aria-hidden": "true" }, MARKS[state]),
    el("span", { class: "check" }, el("strong", {}, find(`check.${check}`) ?? check), ` · ${find(`state.${state}`) ?? state}`),
    el("span", { class: "found" }, sayOutcome(found), " ", el("code", { dir: "ltr" }, code)),
  );
}
