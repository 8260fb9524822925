// The verify page: from the address, a paste or a file to a result. Everything happens on the visitor's device.
import type { Bytes } from "../core/bytes.ts";
import { setFallback } from "../core/ed25519.ts";
import { type JsonObject, MAX_BYTES, text } from "../core/json.ts";
import { at } from "../core/template.ts";
import { type Judgement, verifyInput } from "../core/verify.ts";
import { httpFetch } from "../source/http.ts";
import { SiteSource } from "../source/site.ts";
import { byId, el } from "./dom.ts";
import { stateOf } from "./explain.ts";
import { loadFacts } from "./facts.ts";
import { LANGUAGES, type Language, language, say, sayDate, setLanguage, wantedLanguage } from "./messages.ts";
import { aidOf, isOutside } from "./outside.ts";
import { isBelow, type Reading, readings } from "./pasted.ts";
import { base, drawHome, drawSample, isDemonstration } from "./registry.ts";
import { newSlot, showFacts, showFailure, showResult, showWaiting, type Slot } from "./view.ts";

const PATIENCE = 3_000;
const DAY = 86_400_000;

interface Shown {
  slots: readonly Slot[];
  judgements: readonly Judgement[];
  source: SiteSource;
  /** The address that a pasted link names. */
  address: URL | undefined;
}

let shown: Shown | undefined;
/** Counts what was asked for, so that an answer to an earlier question is not shown as the answer to a later one. */
let asked = 0;

/** DID documents and status lists that the visitor handed over, the newest first. */
let atHand: readonly JsonObject[] = [];
/** What was asked last, to be asked again when a document for it comes. */
let last: { input: Bytes | string; label: string } | undefined;

/** The data for the first question, asked for while words are still being loaded. */
let early: SiteSource | undefined;

/** Judges one input and shows it; `label` names it in the saved result. */
async function check(input: Bytes | string, label: string): Promise<void> {
  last = { input, label };
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
  const source = early ?? newSource();
  early = undefined;
  const { judgements, address } = await judge(typeof input === "string" ? readings(input) : [{ input }], source, label);
  clearTimeout(timer);
  if (question !== asked) return;
  const slots = judgements.map((_, i) => (i === 0 ? slot : newSlot()));
  byId("results").replaceChildren(...slots.map(({ section }) => section));
  shown = { slots, judgements, source, address };
  draw();
}

const newSource = (): SiteSource => new SiteSource(httpFetch(base));

type Question = Omit<Reading, "input"> & { input: Bytes | string };

/** The judgements on what was meant: of several readings the one with which a signature passes, else the likeliest. */
async function judge(
  questions: readonly Question[],
  source: SiteSource,
  label: string,
): Promise<{ judgements: readonly Judgement[]; address: URL | undefined }> {
  const answers: { judgements: readonly Judgement[]; address: URL | undefined }[] = [];
  for (const { input, address } of questions) {
    const judgements = await verifyInput(input, source, Date.now(), label, atHand);
    answers.push({ judgements, address });
    if (judgements.some(({ result }) => stateOf(result, "signature") === "passed")) return { judgements, address };
  }
  return answers[0] ?? { judgements: [], address: undefined };
}

/** Shows what was found, in the language of the moment. */
function draw(): void {
  const { slots, judgements, source, address } = shown ?? { slots: [], judgements: [] };
  drawAge(judgements[0]);
  drawNotice();
  for (const [i, judgement] of judgements.entries()) {
    const { result, directory } = judgement;
    const slot = slots[i] as Slot;
    const count = String(judgements.length);
    const position = judgements.length > 1 ? say("log.item", { n: String(i + 1), count }) : undefined;
    const isForeign = address !== undefined && directory !== undefined && !isBelow(address, [...directory.bases, base]);
    showResult(slot, judgement, { position, elsewhere: isForeign ? address.host : undefined });
    const isSigned = stateOf(result, "signature") === "passed" && result.verdict !== "invalid";
    if (!isSigned || isOutside(result) || result.credential === null || directory === undefined || source === undefined) continue;
    const wanted = language();
    void loadFacts(result.credential, directory, source, [...new Set([wanted, "en"])]).then((facts) => {
      if (facts !== undefined && shown?.judgements === judgements && language() === wanted) showFacts(slot, facts, base);
    });
  }
}

/** How old the data is that the result rests on. */
function drawAge(judgement: Judgement | undefined): void {
  const date = judgement?.directory?.date;
  if (judgement === undefined) return byId("age").replaceChildren();
  if (date === undefined) return byId("age").replaceChildren(say("page.data-none"));
  const days = Math.floor((Date.now() - date) / DAY);
  const age = days < 1 ? say("page.data-age-hours") : say("page.data-age-days", { days: String(days) });
  byId("age").replaceChildren(`${say("page.data-of", { day: sayDate(new Date(date).toISOString().slice(0, 10)) })} · ${age}`);
}

/** Says of a demonstration that it is one: of the registry at once, of a single issuer beside its credential. */
function drawNotice(): void {
  const isShown = (shown?.judgements ?? []).some(({ result, directory }) => {
    const did = text(at(result.credential ?? {}, "/issuer/id")) ?? "";
    return directory?.issuers.some(({ dids, demonstration }) => demonstration && dids.includes(did)) === true;
  });
  const notice = byId("notice");
  notice.hidden = !(isDemonstration || isShown);
  notice.textContent = notice.hidden ? "" : say("page.demonstration");
}

function drawForm(): void {
  const first = !byId("heading").classList.contains("unseen");
  drawSample(first);
  byId("form-heading").textContent = say(first ? "input.heading.first" : "input.heading");
}

/** Puts the page's own words into their places. */
function drawWords(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-message]")) {
    element.textContent = say(element.dataset["message"] as string);
  }
  drawHome();
  drawForm();
  drawNotice();
}

async function chooseLanguage(chosen: Language, keep: boolean): Promise<void> {
  await setLanguage(chosen, keep);
  (byId("language") as HTMLSelectElement).value = language();
  drawWords();
  if (shown !== undefined) draw();
}

async function setUpLanguages(): Promise<void> {
  const select = byId("language") as HTMLSelectElement;
  for (const [tag, name] of Object.entries(LANGUAGES)) select.append(el("option", { value: tag, lang: tag }, name));
  select.addEventListener("change", () => void chooseLanguage(select.value as Language, true));
  await chooseLanguage(wantedLanguage(), false);
}

/** Keeps the documents at hand among the files and checks the first other one, or once more what was checked last. */
async function checkFiles(files: readonly File[]): Promise<void> {
  const others: { input: Bytes; label: string }[] = [];
  for (const file of files) {
    // What is longer than any credential is not read into memory; its first part is enough to be told so.
    const input = new Uint8Array(await file.slice(0, MAX_BYTES + 1).arrayBuffer());
    const aid = aidOf(input);
    if (aid !== undefined) atHand = [aid, ...atHand];
    if (aid === undefined || (last === undefined && files.length === 1)) others.push({ input, label: file.name });
  }
  const question = others[0] ?? last;
  if (question !== undefined) await check(question.input, question.label);
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
    const chosen = [...(file.files ?? [])];
    if (chosen.length > 0) void checkFiles(chosen);
    file.value = ""; // so that the same file, once mended, may be chosen again
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const dropped = [...(event.dataTransfer?.files ?? [])];
    const words = event.dataTransfer?.getData("text");
    if (dropped.length > 0) void checkFiles(dropped);
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

async function start(): Promise<void> {
  setFallback(async (key, signature, data) => (await import("./ed25519.ts")).verify(key, signature, data));
  const isFramed = window.top !== window.self;
  if (!isFramed && location.hash.length > 1) void (early = newSource()).directory();
  await setUpLanguages();
  if (isFramed) return showFramed();
  setUpForm();
  window.addEventListener("hashchange", checkAddress);
  checkAddress();
}

void start();
