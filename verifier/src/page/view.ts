// What the page shows of one result. Until the signature has passed nothing of the credential counts as said.
import type { Verdict } from "../core/codes.ts";
import type { Directory } from "../core/lookup.ts";
import type { Judgement } from "../core/verify.ts";
import { actions } from "./actions.ts";
import { claimed, proven } from "./credential.ts";
import { el, filled, isolated } from "./dom.ts";
import { containerOf, explain, isOutside, isProven } from "./explain.ts";
import { log } from "./log.ts";
import { find, say, sayDay } from "./messages.ts";
import { checkedOutside } from "./outside.ts";
import { symbol } from "./symbols.ts";

/** A place on the page for one result; its live region stands there before there is anything to announce. */
export interface Slot {
  section: HTMLElement;
  live: HTMLElement;
  body: HTMLElement;
}

export function newSlot(): Slot {
  const live = el("div", { class: "verdict", role: "status", "aria-live": "polite", "aria-atomic": "true", "data-verdict": "" });
  const body = el("div", { class: "body" });
  const slot = { section: el("section", { class: "result" }, live, body), live, body };
  announce(slot, "checking", say("checking.title"), say("checking.sentence"));
  return slot;
}

/** Says a verdict in one change of the live region, and nothing where it says the same already (PAG-1). */
function announce({ live }: Slot, word: Verdict | "checking", title: string, sentence: string, { position, kept }: Beside = {}): void {
  const words = el("div", {}, position, el("h2", { class: "title" }, title), el("p", { class: "sentence" }, sentence), kept);
  const verdict = word === "checking" ? "" : word;
  if (live.getAttribute("data-verdict") === verdict && live.textContent === words.textContent) return;
  live.replaceChildren(symbol(word), words);
  live.setAttribute("data-verdict", verdict);
}

interface Beside {
  position?: HTMLElement | undefined;
  kept?: HTMLElement | undefined;
}

/** Data that was only kept is never shown as the registry's answer of now. */
function keptNote(directory: Directory | undefined): HTMLElement | undefined {
  if (directory?.kept !== true || directory.date === undefined) return undefined;
  return el("p", { class: "kept" }, say("page.data-kept", { day: sayDay(directory.date) }));
}

const againButton = (again: () => void): HTMLElement => {
  const button = el("button", { type: "button", class: "again" }, say("action.again"));
  button.addEventListener("click", again);
  return button;
};

const nextStep = (next: string, again?: (() => void) | undefined): HTMLElement =>
  el("div", {}, el("p", { class: "next" }, el("strong", {}, say("next.label")), " ", next), again && againButton(again));

/** No answer yet: said as what it is, with the reason so far, and replaced when the answer comes. */
export function showWaiting(slot: Slot, again: () => void): void {
  const reason = navigator.onLine ? "waiting" : "offline";
  slot.body.replaceChildren(nextStep(say(`checking.${reason}.next`), again));
  announce(slot, "cannot_tell", say("verdict.cannot_tell.title"), say(`checking.${reason}`));
}

/** The page itself failed; that is no answer about the credential. */
export function showFailure(slot: Slot, again: () => void): void {
  slot.body.replaceChildren(nextStep(say("checking.failure.next"), again));
  announce(slot, "cannot_tell", say("verdict.cannot_tell.title"), say("checking.failure"));
}

/**
 * What stands around a result: its place among several, the file of several that it is about, the host that its link
 * names if that is a foreign one, how to check once more, how its link is made where it can have one, and the key of a
 * message about what was handed over.
 */
export interface Around {
  position?: string | undefined;
  file?: string | undefined;
  elsewhere?: string | undefined;
  again?: (() => void) | undefined;
  link?: (() => Promise<string | undefined>) | undefined;
  remark?: string | undefined;
}

export function showResult(slot: Slot, judgement: Judgement, around: Around): void {
  const { result, directory } = judgement;
  const { position, file, elsewhere, again, link, remark } = around;
  const { title, sentence, next } = explain(result);
  const [isStranger, inside] = [isOutside(result), containerOf(result)];
  // What cannot be read is not read better a second time, unless a part of the page was missing or late.
  const mayChange = !isStranger && !/^(parse|card)-(?!part|picture)/.test(result.leading?.code ?? "");
  slot.section.classList.toggle("outside", isStranger);
  const parts = [
    // What to do about a valid one is to look at the person, so it stands beside the name.
    result.verdict !== "valid" && nextStep(next, result.verdict === "cannot_tell" && mayChange ? again : undefined),
    remark !== undefined && el("p", { class: "elsewhere" }, say(remark)),
    elsewhere !== undefined && el("p", { class: "elsewhere" }, ...filled(find("link.elsewhere") ?? "", { host: isolated(elsewhere) })),
    inside !== undefined && el("p", { class: "elsewhere" }, find(`container.${inside}`) ?? ""),
    result.credential && (isProven(result) ? proven(result, result.credential, directory) : claimed(result.credential)),
    isStranger && checkedOutside(result),
    el("div", { class: "worth" }),
    actions(judgement, link),
    log(result, directory, slot.body.querySelector<HTMLDetailsElement>(".log")?.open),
  ];
  slot.body.replaceChildren(...parts.filter((part): part is HTMLElement => part instanceof HTMLElement));
  // The verdict last: it never stands over a body that could not be drawn.
  const name = file !== undefined && isolated(file);
  const place = position === undefined ? undefined : el("p", { class: "position" }, position, name && ": ", name);
  announce(slot, result.verdict, title, sentence, { position: place, kept: keptNote(directory) });
}
