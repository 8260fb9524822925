// A worker that judges one credential after the other. It asks no site: published data comes from the page.
import type { Bytes } from "../../core/bytes.ts";
import { setFallback } from "../../core/ed25519.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Directory, Source } from "../../core/lookup.ts";
import type { Result } from "../../core/result.ts";
import type { Judgement } from "../../core/verify.ts";
import { SiteSource } from "../../source/site.ts";
import { aidOf } from "../aids.ts";
import { type Judged, judge } from "../judge.ts";
import { linkOf } from "../link.ts";
import type { Edition, Found, FromWorker, Task, ToWorker } from "./protocol.ts";

const tell = (message: FromWorker): void => self.postMessage(message);
const wanted = new Map<string, ((bytes: Bytes | undefined) => void)[]>();

/** Asks the page for a file; each question is answered by one message to all who wait for that file. */
function ask(path: string, edition: number): Promise<Bytes | undefined> {
  return new Promise((resolve) => {
    const key = `${edition} ${path}`;
    const waiting = wanted.get(key);
    wanted.set(key, [...(waiting ?? []), resolve]);
    if (waiting === undefined) tell({ kind: "wanted", path, edition });
  });
}

function receive(path: string, edition: number, bytes: Bytes | undefined): void {
  const key = `${edition} ${path}`;
  const waiting = wanted.get(key) ?? [];
  wanted.delete(key);
  for (const resolve of waiting) resolve(bytes);
}

let edition: Edition = { number: -1, last: 0, kept: false };
let site = siteOf(edition);
const sent = new Set<number>();
let atHand: readonly JsonObject[] = [];

function siteOf({ number, kept }: Edition): SiteSource {
  return new SiteSource((path) => ask(path, number), kept);
}

function takeUp(next: Edition): void {
  if (next.number <= edition.number) return;
  edition = next;
  site = siteOf(edition);
}

/** Of which edition data was: of several credentials in one file a later one may have had the worker go on to the next. */
const editions = new WeakMap<Directory, number>();

async function directory(): Promise<Directory | undefined> {
  const { number } = edition;
  const found = await site.directory();
  if (found !== undefined) editions.set(found, number);
  return found;
}

/** The edition of the moment; where its data is of two publications the next one, as long as there is one. */
const source: Source = {
  directory,
  group: (achievement) => site.group(achievement),
  rows: (achievement, credential) => site.rows(achievement, credential),
  refresh: () => takeUp({ ...edition, number: Math.min(edition.number + 1, edition.last), kept: false }),
};

async function answer(task: Task): Promise<void> {
  takeUp(task.edition);
  const found: Found[] = [];
  const directories: Directory[] = [];
  for (const [i, input] of task.inputs.entries()) {
    const label = task.inputs.length > 1 ? `${task.label} [${i + 1}]` : task.label;
    const judged = await judge({ input, label }, source, task.now, atHand);
    for (const judgement of judged.judgements) found.push(await foundOf(judgement, judged));
    directories.push(...judged.judgements.flatMap(({ directory: own }) => own ?? []));
  }
  tell({ kind: "answered", id: task.id, found, directories: newOnes(directories), aid: aidIn(task, found) });
}

/** Of each edition the directory, once. */
function newOnes(directories: readonly Directory[]): (readonly [number, Directory])[] {
  const found = directories.map((one) => [editions.get(one) ?? edition.number, one] as const);
  const news = [...new Map(found)].filter(([number]) => !sent.has(number));
  for (const [number] of news) sent.add(number);
  return news;
}

async function foundOf({ result, directory }: Judgement, { address, payload }: Judged): Promise<Found> {
  const link = directory && (await linkFor(result, directory, payload));
  return { result, edition: (directory && editions.get(directory)) ?? edition.number, link, address: address?.href.split("#")[0] };
}

/** Of a card the link that was judged, whatever came of it; of a file the one that its credential makes. */
async function linkFor(result: Result, directory: Directory, payload: string | undefined): Promise<string | undefined> {
  if (payload !== undefined) return result.checks[0]?.state === "passed" ? `${directory.bases[0]}/v/#${payload}` : undefined;
  const isSigned = result.checks.some(({ code }) => code === "signature");
  return isSigned && result.credential !== null ? linkOf(result.credential, directory, source) : undefined;
}

/** A document that helps to check others is told by the page from a credential that nobody knows. */
function aidIn({ inputs: [input] }: Task, found: readonly Found[]): JsonObject | undefined {
  const codes = found.map(({ result }) => result.leading?.code);
  const mayBe = codes.includes("parse-no-credential") || codes.includes("issuer-outside");
  return mayBe && typeof input === "object" ? aidOf(input) : undefined;
}

let queue: Promise<void> = Promise.resolve();

function take(message: ToWorker): void {
  if (message.kind === "data") return receive(message.path, message.edition, message.bytes);
  queue = queue.then(async () => {
    if (message.kind === "at-hand") atHand = message.documents;
    else await answer(message).catch(() => tell({ kind: "faulty", id: message.id }));
  });
}

setFallback(async (key, signature, data) => (await import("../ed25519.ts")).verify(key, signature, data));
self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => take(data));
tell({ kind: "ready" });
