// The desk: what was handed over, the judgements on it, and what stands on the page because of them.
import type { JsonObject } from "../core/json.ts";
import type { Judgement } from "../core/verify.ts";
import { DeviceSource } from "../source/device.ts";
import { httpFetch } from "../source/http.ts";
import { sourceOf } from "../source/kept.ts";
import { type Data, type Fetch, SiteSource } from "../source/site.ts";
import { isBelow } from "./addresses.ts";
import { byId } from "./dom.ts";
import { containerOf, explain, isOutside, isProven, telling } from "./explain.ts";
import { loadFacts } from "./facts.ts";
import { type Item, judge } from "./judge.ts";
import { find, language, loadLaterWords, onLanguage, say } from "./messages.ts";
import { loadOutside } from "./outside.ts";
import { readPictures } from "./pictures.ts";
import { base, onlyLookups } from "./registry.ts";
import { drawAge, drawInvitation, drawNotice, drawTitle } from "./surround.ts";
import { type Around, newSlot, showFailure, showResult, showWaiting, type Slot } from "./view.ts";
import { takeMany } from "./ways.ts";
import { showFacts } from "./worth.ts";

export { type Item };

/** Milliseconds after which the page says that it has no answer yet (PAG-2). */
const PATIENCE = 3_000;

/**
 * Milliseconds that the site's confirmation of what is kept is waited for before what is kept is judged by itself, too. Where
 * the credential says which files are needed, that is at once: judging is how they come to be read.
 */
const AHEAD = 150;

/** Whether so many results make a table, and do not stand one below the other. */
export function areMany(count: number): boolean {
  return count > 3;
}

export interface Answer extends Judgement {
  item: Item;
  slot: Slot;
  /** The address that a pasted link names. */
  address: URL | undefined;
}

interface Shown {
  answers: readonly Answer[];
  source: Data;
}

let shown: Shown | undefined;
/** Counts what was asked for, so that an answer to an earlier question is not shown as the answer to a later one. */
let asked = 0;
/** DID documents and status lists that the visitor handed over, the newest first. */
let atHand: readonly JsonObject[] = [];
/** The data for the first question, asked for while words are still being loaded. */
let early: Data | undefined;
const listeners: ((answers: readonly Answer[]) => void)[] = [];

/** Published data for one question: the site's, or what was kept on this device where that counts. */
export function newSource(): Data {
  return sourceOf(base);
}

/** Published files as bytes, for those who hand them on: as for one question, or asked for anew of the site alone (LKP-11). */
export async function openData(anew: boolean): Promise<{ fetch: Fetch; kept: boolean }> {
  const source = anew ? undefined : newSource();
  return source instanceof DeviceSource ? source.choice() : { fetch: httpFetch(base), kept: false };
}

/** Asks for the data of the first question before there is anything to judge. */
export function askEarly(): void {
  early = newSource();
  const first = early instanceof DeviceSource ? early.alone : early;
  void first.directory();
  // Where all look-ups are in one file each, there is no need to wait for what says so.
  for (const path of onlyLookups) void first.file(path);
}

/** Nobody asked a first question after all: what was read for it is none of now when somebody does. */
export function forgetEarly(): void {
  early = undefined;
}

/** What stands on the page now. */
export function answersShown(): readonly Answer[] {
  return shown?.answers ?? [];
}

/** How many questions were asked so far: whoever takes long to ask one sees whether another came before it. */
export function questions(): number {
  return asked;
}

/** Has `callback` called with each new set of answers, once they stand on the page. */
export function onAnswers(callback: (answers: readonly Answer[]) => void): void {
  listeners.push(callback);
}

/** Keeps a DID document or a status list for this and the following questions. */
export function keepAtHand(aid: JsonObject): void {
  atHand = [aid, ...atHand];
}

/** The documents at hand, the newest first. */
export function documentsAtHand(): readonly JsonObject[] {
  return atHand;
}

/** Gives the place of the results to a part of the page; what was asked for before is not shown any more. */
export function giveWay(section: HTMLElement): void {
  asked += 1;
  shown = undefined;
  byId("results").replaceChildren(section);
  drawInvitation(false);
  drawTitle();
}

/** Shows one answer in a place of a part's own, with the facts out of the files that it rests on. */
export function showAnswer(answer: Judgement & { slot: Slot }, around: Around, fetch: Fetch): void {
  showResult(answer.slot, answer, around);
  void drawFacts(answer, new SiteSource(fetch), () => answer.slot.section.isConnected);
}

/** Judges what was handed over and shows what was found of each. */
export async function check(...items: readonly Item[]): Promise<void> {
  const question = ++asked;
  try {
    await judgeAndShow(items, question);
  } catch (error) {
    if (question === asked) fail(() => void check(...items));
    throw error;
  }
}

/** Says that the page itself failed, in the place of whatever was shown; `again` tries once more. */
export function fail(again: () => void): void {
  asked += 1;
  shown = undefined;
  const slot = newSlot();
  byId("results").replaceChildren(slot.section);
  showFailure(slot, again);
}

async function judgeAndShow(given: readonly Item[], question: number): Promise<void> {
  const slot = newSlot();
  shown = undefined;
  byId("results").replaceChildren(slot.section);
  drawInvitation(false);
  drawTitle();
  const source = early ?? newSource();
  early = undefined;
  const items = await readPictures(given);
  let made: Promise<Found[] | undefined> | undefined;
  const ahead = (): Promise<Found[] | undefined> => (made ??= keptAnswers(items, source));
  let isOpen = true;
  const isWaiting = (): boolean => isOpen && question === asked;
  const timer = setTimeout(() => void meanwhile(items, source, ahead, slot, isWaiting), PATIENCE);
  // While the site is asked: so everything is read when it confirms what is kept.
  const guess = setTimeout(() => isWaiting() && void ahead().catch(() => undefined), onlyLookups.length > 0 ? AHEAD : 0);
  if (source instanceof DeviceSource) void source.choice().finally(() => clearTimeout(guess));
  const found = await bestAnswers(items, source, ahead).finally(() => {
    isOpen = false;
    clearTimeout(timer);
  });
  const isLate = (): boolean => question !== asked;
  if (isLate() || (areMany(found.length) && (await takeMany(items, isLate))) || isLate()) return;
  show(found, source, slot);
  for (const tell of listeners) tell(answersShown());
}

/** No answer for so long: what is kept on this device says, where it can, until there is one (LKP-22). */
async function meanwhile(
  items: readonly Item[],
  source: Data,
  ahead: () => Promise<Found[] | undefined>,
  slot: Slot,
  isWaiting: () => boolean,
): Promise<void> {
  const kept = await ahead();
  if (!isWaiting()) return;
  if (kept === undefined) return showWaiting(slot, () => void check(...items));
  // In the words at hand, since others may be as slow to come as the answer is.
  show(kept, source, slot);
  await loadWords(kept);
  if (isWaiting()) draw();
}

type Found = Omit<Answer, "slot">;

async function answersTo(items: readonly Item[], source: Data): Promise<Found[]> {
  const found: Found[] = [];
  for (const item of items) {
    const { judgements, address } = await judge(item, source, Date.now(), atHand);
    found.push(...judgements.map((judgement) => ({ ...judgement, item, address })));
  }
  return found;
}

const isMissing = (found: readonly Found[]): boolean =>
  found.some(({ result }) => result.checks.some(({ code }) => code === "data-missing"));

/** The answers, ready to be said; those of the kept set where the site lacks something that stands there. */
async function bestAnswers(items: readonly Item[], source: Data, ahead: () => Promise<Found[] | undefined>): Promise<Found[]> {
  const found = await answersTo(items, source);
  const best = (isMissing(found) ? await ahead() : undefined) ?? found;
  await loadWords(best);
  return best;
}

/** What is kept on this device says by itself; undefined where it lacks something, too. */
async function keptAnswers(items: readonly Item[], source: Data): Promise<Found[] | undefined> {
  const found = source instanceof DeviceSource ? await answersTo(items, source.alone) : [];
  return found.length === 0 || isMissing(found) ? undefined : found;
}

function show(found: readonly Found[], source: Data, slot: Slot): void {
  const answers = found.map((answer, i) => ({ ...answer, slot: i === 0 ? slot : newSlot() }));
  // The first slot stays, since it announces; what an earlier answer to this question put behind it goes.
  while (slot.section.nextSibling !== null) slot.section.nextSibling.remove();
  slot.section.after(...answers.slice(1).map((answer) => answer.slot.section));
  shown = { answers, source };
  draw();
}

/** Has at hand what is needed to say these answers. */
async function loadWords(found: readonly Judgement[]): Promise<void> {
  if (found.some(({ result }) => isOutside(result))) await loadOutside();
  if (found.some(needsLaterWords)) await loadLaterWords();
}

/** Whether the sentence that leads the answer is not among the words that the page starts with. */
function needsLaterWords({ result }: Judgement): boolean {
  const code = result.verdict === "invalid" || result.verdict === "cannot_tell" ? telling(result)?.code : undefined;
  return isOutside(result) || containerOf(result) !== undefined || (code !== undefined && find(`code.${code}`) === undefined);
}

/** Shows what was found, in the language of the moment. */
function draw(): void {
  const answers = answersShown();
  const [first, second] = answers;
  drawAge(first);
  drawTitle(first && !second ? explain(first.result).title : undefined);
  drawNotice(answers);
  for (const answer of answers) {
    drawAnswer(answer, answers);
    const now = shown;
    if (now !== undefined) void drawFacts(answer, now.source, () => shown === now);
  }
}

function drawAnswer(answer: Answer, answers: readonly Answer[]): void {
  const { result, directory, slot, address } = answer;
  const names = { n: String(answers.indexOf(answer) + 1), count: String(answers.length) };
  const position = answers.length > 1 ? say("log.item", names) : undefined;
  const isSeveral = answers.some(({ item }) => item !== answers[0]?.item);
  const source = shown?.source;
  const isForeign = address !== undefined && directory !== undefined && !isBelow(address, [...directory.bases, base]);
  showResult(slot, answer, {
    position,
    file: isSeveral ? result.input : undefined,
    elsewhere: isForeign ? address.host : undefined,
    again: () => void check(...new Set(answers.map(({ item }) => item))),
    link: async () => {
      const { credential } = result;
      return credential && directory && source ? (await import("./share.ts")).linkOf(credential, directory, source) : undefined;
    },
    remark: answer.item.remark,
  });
}

/** What the registry publishes of the definition: asked for after the verdict, which it never changes. */
async function drawFacts({ result, directory, slot }: Judgement & { slot: Slot }, source: Data, isShown: () => boolean): Promise<void> {
  if (!isProven(result) || result.credential === null || directory === undefined) return;
  const wanted = language();
  const facts = await loadFacts(result.credential, directory, source, [...new Set([wanted, "en"])]);
  if (facts !== undefined && isShown() && language() === wanted) showFacts(slot, facts, base);
}

onLanguage(draw);
