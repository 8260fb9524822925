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

/** What a visitor hands over to be checked; `label` names it in the saved result. */
interface Item {
  input: Bytes | string;
  label: string;
}

interface Answer extends Judgement {
  item: Item;
  slot: Slot;
  /** The address that a pasted link names. */
  address: URL | undefined;
}

interface Shown {
  answers: readonly Answer[];
  source: SiteSource;
}

let shown: Shown | undefined;
/** Counts what was asked for, so that an answer to an earlier question is not shown as the answer to a later one. */
let asked = 0;

/** DID documents and status lists that the visitor handed over, the newest first. */
let atHand: readonly JsonObject[] = [];
/** The data for the first question, asked for while words are still being loaded. */
let early: SiteSource | undefined;

/** Judges what was handed over and shows what was found of each. */
async function check(...items: readonly Item[]): Promise<void> {
  try {
    await judgeAndShow(items);
  } catch (error) {
    shown = undefined;
    const slot = newSlot();
    byId("results").replaceChildren(slot.section);
    showFailure(slot);
    throw error;
  }
}

async function judgeAndShow(items: readonly Item[]): Promise<void> {
  const question = ++asked;
  const slot = newSlot();
  shown = undefined;
  byId("results").replaceChildren(slot.section);
  byId("heading").classList.add("unseen"); // the page keeps its name for those who hear it
  drawForm();
  const timer = setTimeout(() => question === asked && showWaiting(slot), PATIENCE);
  const source = early ?? newSource();
  early = undefined;
  const found: Omit<Answer, "slot">[] = [];
  for (const item of items) {
    const { judgements, address } = await judge(item, source);
    found.push(...judgements.map((judgement) => ({ ...judgement, item, address })));
  }
  clearTimeout(timer);
  if (question !== asked) return;
  const answers = found.map((answer, i) => ({ ...answer, slot: i === 0 ? slot : newSlot() }));
  byId("results").replaceChildren(...answers.map((answer) => answer.slot.section));
  shown = { answers, source };
  draw();
}

const newSource = (): SiteSource => new SiteSource(httpFetch(base));

type Question = Omit<Reading, "input"> & { input: Bytes | string };

interface Judged {
  judgements: readonly Judgement[];
  address: URL | undefined;
}

/** The judgements on what was meant: of several readings the one with which a signature passes, else the likeliest. */
async function judge({ input: given, label }: Item, source: SiteSource): Promise<Judged> {
  const questions: readonly Question[] = typeof given === "string" ? readings(given) : [{ input: given }];
  const answers: Judged[] = [];
  for (const { input, address } of questions) {
    const judgements = await verifyInput(input, source, Date.now(), label, atHand);
    answers.push({ judgements, address });
    if (judgements.some(({ result }) => stateOf(result, "signature") === "passed")) return { judgements, address };
  }
  return answers[0] ?? { judgements: [], address: undefined };
}

/** Shows what was found, in the language of the moment. */
function draw(): void {
  const { answers, source } = shown ?? { answers: [] };
  drawAge(answers[0]);
  drawNotice();
  const isSeveral = answers.some(({ item }) => item !== answers[0]?.item);
  for (const [i, answer] of answers.entries()) {
    const { result, directory, slot, address } = answer;
    const place = answers.length > 1 ? say("log.item", { n: String(i + 1), count: String(answers.length) }) : undefined;
    const isForeign = address !== undefined && directory !== undefined && !isBelow(address, [...directory.bases, base]);
    const elsewhere = isForeign ? address.host : undefined;
    showResult(slot, answer, { position: place, file: isSeveral ? result.input : undefined, elsewhere });
    const isSigned = stateOf(result, "signature") === "passed" && result.verdict !== "invalid";
    if (!isSigned || isOutside(result) || result.credential === null || directory === undefined || source === undefined) continue;
    const wanted = language();
    void loadFacts(result.credential, directory, source, [...new Set([wanted, "en"])]).then((facts) => {
      if (facts !== undefined && shown?.answers === answers && language() === wanted) showFacts(slot, facts, base);
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
  const isShown = (shown?.answers ?? []).some(({ result, directory }) => {
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

/**
 * Keeps the documents at hand among the files and checks all others. Where there are none, what they may help is checked
 * once more: what is of an issuer outside, and nothing else, so that no file gets the answer of another one.
 */
async function checkFiles(files: readonly File[]): Promise<void> {
  const [aids, others]: [Item[], Item[]] = [[], []];
  for (const file of files) {
    // What is longer than any credential is not read into memory; its first part is enough to be told so.
    const input = new Uint8Array(await file.slice(0, MAX_BYTES + 1).arrayBuffer());
    const aid = aidOf(input);
    if (aid !== undefined) atHand = [aid, ...atHand];
    (aid === undefined ? others : aids).push({ input, label: file.name });
  }
  const answers = shown?.answers ?? [];
  const inside = answers.filter(({ result }) => !isOutside(result)).map(({ item }) => item);
  const helped = new Set(answers.map(({ item }) => item).filter((item) => !inside.includes(item)));
  await check(...[others, [...helped], aids].find(({ length }) => length > 0) as Item[]);
}

function setUpForm(): void {
  const form = byId("form");
  const paste = byId("paste") as HTMLTextAreaElement;
  const file = byId("file") as HTMLInputElement;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void check({ input: paste.value, label: "pasted" }).then(() => byId("results").scrollIntoView({ block: "start" }));
  });
  paste.addEventListener("paste", () => setTimeout(() => paste.value.trim() !== "" && void check({ input: paste.value, label: "pasted" })));
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
    else if (words) void check({ input: words, label: "dropped" });
  });
}

/** The card in the address, if there is one. */
function checkAddress(): void {
  if (location.hash.length > 1) void check({ input: location.hash, label: "link" });
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
