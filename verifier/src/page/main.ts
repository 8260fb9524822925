// The verify page: from the address, a paste or a file to a result. Everything happens on the visitor's device.
import type { Bytes } from "../core/bytes.ts";
import { setFallback } from "../core/ed25519.ts";
import { MAX_BYTES } from "../core/json.ts";
import { type Judgement, verifyInput } from "../core/verify.ts";
import { httpFetch } from "../source/http.ts";
import { SiteSource } from "../source/site.ts";
import { byId, el } from "./dom.ts";
import { stateOf } from "./explain.ts";
import { loadFacts } from "./facts.ts";
import { LANGUAGES, type Language, language, say, sayDate, setLanguage, wantedLanguage } from "./messages.ts";
import { newSlot, showFacts, showFailure, showResult, showWaiting, type Slot } from "./view.ts";

const PATIENCE = 3_000;
const DAY = 86_400_000;

const base = new URL(document.documentElement.dataset["base"] ?? "../", location.href).href;

interface Shown {
  slots: readonly Slot[];
  judgements: readonly Judgement[];
  source: SiteSource;
}

let shown: Shown | undefined;
/** Counts what was asked for, so that an answer to an earlier question is not shown as the answer to a later one. */
let asked = 0;

/** Judges one input and shows it; `label` names it in the saved result. */
async function check(input: Bytes | string, label: string): Promise<void> {
  try {
    await judgeAndShow(input, label);
  } catch (error) {
    shown = undefined;
    const slot = newSlot();
    byId("results").replaceChildren(slot.section);
    showFailure(slot);
    throw error;
  }
}

async function judgeAndShow(input: Bytes | string, label: string): Promise<void> {
  const question = ++asked;
  const slot = newSlot();
  shown = undefined;
  byId("results").replaceChildren(slot.section);
  byId("heading").classList.add("unseen"); // the page keeps its name for those who hear it
  drawForm();
  const timer = setTimeout(() => question === asked && showWaiting(slot), PATIENCE);
  const source = new SiteSource(httpFetch(base));
  const judgements = await verifyInput(input, source, Date.now(), label);
  clearTimeout(timer);
  if (question !== asked) return;
  const slots = judgements.map((_, i) => (i === 0 ? slot : newSlot()));
  byId("results").replaceChildren(...slots.map(({ section }) => section));
  shown = { slots, judgements, source };
  draw();
}

/** Shows what was found, in the language of the moment. */
function draw(): void {
  const { slots, judgements, source } = shown ?? { slots: [], judgements: [] };
  drawAge(judgements[0]);
  for (const [i, judgement] of judgements.entries()) {
    const { result, directory } = judgement;
    const slot = slots[i] as Slot;
    const count = String(judgements.length);
    showResult(slot, judgement, judgements.length > 1 ? say("log.item", { n: String(i + 1), count }) : undefined);
    const isSigned = stateOf(result, "signature") === "passed" && result.verdict !== "invalid";
    if (!isSigned || result.credential === null || directory === undefined || source === undefined) continue;
    const wanted = language();
    void loadFacts(result.credential, directory, source, [...new Set([wanted, "en"])]).then((facts) => {
      if (facts !== undefined && shown?.judgements === judgements && language() === wanted) showFacts(slot, facts, base);
    });
  }
}

/** How old the data is that the result rests on. */
function drawAge(judgement: Judgement | undefined): void {
  const date = judgement?.directory?.date;
  const demonstration = judgement?.directory?.issuers.some((issuer) => issuer.demonstration) === true;
  const notice = byId("notice");
  notice.hidden = !demonstration;
  notice.textContent = demonstration ? say("page.demonstration") : "";
  if (judgement === undefined) return byId("age").replaceChildren();
  if (date === undefined) return byId("age").replaceChildren(say("page.data-none"));
  const days = Math.floor((Date.now() - date) / DAY);
  const age = days < 1 ? say("page.data-age-hours") : say("page.data-age-days", { days: String(days) });
  byId("age").replaceChildren(`${say("page.data-of", { day: sayDate(new Date(date).toISOString().slice(0, 10)) })} · ${age}`);
}

function drawForm(): void {
  const first = !byId("heading").classList.contains("unseen");
  byId("form-heading").textContent = say(first ? "input.heading.first" : "input.heading");
}

/** Puts the page's own words into their places. */
function drawWords(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-message]")) {
    element.textContent = say(element.dataset["message"] as string);
  }
  drawForm();
}

function chooseLanguage(chosen: Language, keep: boolean): void {
  setLanguage(chosen, keep);
  drawWords();
  if (shown !== undefined) draw();
}

function setUpLanguages(): void {
  const select = byId("language") as HTMLSelectElement;
  for (const [tag, name] of Object.entries(LANGUAGES)) select.append(el("option", { value: tag, lang: tag }, name));
  chooseLanguage(wantedLanguage(), false);
  select.value = language();
  select.addEventListener("change", () => chooseLanguage(select.value as Language, true));
}

async function checkFile(file: File): Promise<void> {
  // What is longer than any credential is not read into memory; its first part is enough to be told so.
  const bytes = new Uint8Array(await file.slice(0, MAX_BYTES + 1).arrayBuffer());
  await check(bytes, file.name);
}

function setUpForm(): void {
  const form = byId("form");
  const paste = byId("paste") as HTMLTextAreaElement;
  const file = byId("file") as HTMLInputElement;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void check(paste.value, "pasted").then(() => byId("results").scrollIntoView({ block: "start" }));
  });
  paste.addEventListener("paste", () => setTimeout(() => paste.value.trim() !== "" && void check(paste.value, "pasted")));
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (chosen !== undefined) void checkFile(chosen);
    file.value = ""; // so that the same file, once mended, may be chosen again
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const dropped = event.dataTransfer?.files[0];
    const words = event.dataTransfer?.getData("text");
    if (dropped !== undefined) void checkFile(dropped);
    else if (words) void check(words, "dropped");
  });
}

/** The card in the address, if there is one. */
function checkAddress(): void {
  if (location.hash.length > 1) void check(location.hash, "link");
}

/** In somebody else's frame the words around a result would not be ours. */
function showFramed(): void {
  const link = el("a", { href: location.href, target: "_blank", rel: "noopener" }, say("page.framed.open"));
  byId("heading").replaceChildren(el("p", {}, say("page.framed")), el("p", {}, link));
}

function start(): void {
  setFallback(async (key, signature, data) => (await import("./ed25519.ts")).verify(key, signature, data));
  setUpLanguages();
  if (window.top !== window.self) return showFramed();
  setUpForm();
  window.addEventListener("hashchange", checkAddress);
  checkAddress();
}

start();
