// Many at once: what was handed over becomes a table, judged by workers. Loaded when more comes than the page shows singly.
import type { JsonObject } from "../../core/json.ts";
import type { Item } from "../judge.ts";
import { isBelow } from "../addresses.ts";
import type { ReceiptEntry } from "../receipt.ts";
import { loadStyle } from "../style.ts";
import type { Tools } from "../tools.ts";
import type { Handed } from "../ways.ts";
import { filesBelow, gather, type Named } from "./gather.ts";
import { Panel } from "./panel.ts";
import type { Contents, Job } from "./pool.ts";
import { type Row, Run } from "./run.ts";

/** Takes what is many; false where it is no list and no more than the page shows by itself. */
export async function take(handed: Handed, tools: Tools): Promise<boolean> {
  const named = handed.files.map((file): Named => ({ file, path: file.webkitRelativePath || file.name }));
  const files = handed.entries === undefined ? named : await filesBelow(handed.entries);
  const { jobs, cut } = await gather(files, handed.text, handed.label, reader(tools));
  if (tools.areMany(jobs.length)) return begin(jobs, cut, tools, handed.isLate);
  const isPlain = handed.entries === undefined && jobs.every(({ label }) => files.some(({ path }) => path === label));
  if (isPlain || jobs.length === 0) return false;
  const items = jobs.map(async ({ label, read }) => (await read()).inputs.map((input) => ({ label, input })));
  const read = (await Promise.all(items)).flat();
  if (!handed.isLate()) await tools.check(...read);
  return true;
}

/** Reads files as the page does; pictures one after the other, since each may be large. */
function reader({ contents, readPictures }: Tools): (file: File) => Promise<Contents> {
  let before: Promise<unknown> = Promise.resolve();
  const picture = async (file: File): Promise<Contents> => {
    const items = await readPictures([{ input: await contents(file), label: "", file }]);
    return { inputs: items.map(({ input }) => input), remark: items[0]?.remark };
  };
  return async (file) => {
    if (!file.type.startsWith("image/")) return { inputs: [await contents(file)] };
    const read = before.catch(() => undefined).then(() => picture(file));
    before = read;
    return read;
  };
}

/** Takes inputs that hold more credentials than the page shows by itself. */
export async function takeItems(items: readonly Item[], tools: Tools, isLate: () => boolean): Promise<boolean> {
  const jobs = items.map(({ input, label }, id): Job => ({ id, label, read: async () => ({ inputs: [input] }) }));
  return begin(jobs, 0, tools, isLate);
}

let running: { run: Run; panel: Panel } | undefined;

async function begin(jobs: readonly Job[], cut: number, tools: Tools, isLate: () => boolean): Promise<boolean> {
  const [hasWords] = await Promise.all([tools.loadLaterWords(), loadStyle("bulk.css", tools)]);
  if (isLate()) return true;
  if (!hasWords) return false;
  if (running === undefined) listen(tools);
  running?.run.stop();
  const atHand: readonly JsonObject[] = tools.documentsAtHand();
  const startWorker = (): Worker => tools.startWorker("bulk-worker.js");
  const run: Run = new Run(jobs, { startWorker, openData: tools.openData, atHand }, () => {
    panel.changed();
    if (run.stage !== "running") surround(run, tools);
  });
  const panel = new Panel(run, tools, { open: (row) => opened(row, run, tools), receipt: () => receipt(run, tools), save: tools.save }, cut);
  running = { run, panel };
  tools.giveWay(panel.element);
  run.start();
  return true;
}

/** What the page says around the results: the data's age, and of a demonstration that it is one. */
function surround(run: Run, { drawAge, drawNotice }: Tools): void {
  const judgements = run.rows.flatMap((row) => {
    const [found, directory] = [row.found, run.directory(row)];
    return found === undefined ? [] : [{ result: found.result, directory, at: row.checkedAt ?? 0 }];
  });
  drawAge(judgements.find(({ directory }) => directory !== undefined) ?? judgements[0]);
  drawNotice(judgements);
}

/** Once for all runs: another language, and another question in the place of this one. */
function listen(tools: Tools): void {
  tools.onLanguage(() => running?.panel.speak());
  tools.onAnswers(() => running?.run.stop());
}

/** The whole result of a row, as the page shows a single one. */
function opened(row: Row, run: Run, tools: Tools): HTMLElement {
  const { el, say } = tools;
  const { found, problem } = row;
  if (found === undefined) {
    const words = [say(`bulk.problem.${problem ?? "broken"}`), say(`bulk.problem.${problem ?? "broken"}.next`)];
    return el("div", { class: "problem" }, ...words.map((text) => el("p", {}, text)));
  }
  const { result, address } = found;
  const directory = run.directory(row);
  const slot = tools.newSlot();
  const isForeign = address !== undefined && directory !== undefined && !isBelow(new URL(address), [...directory.bases, tools.base]);
  const elsewhere = isForeign ? new URL(address).host : undefined;
  tools.showAnswer({ result, directory, at: row.checkedAt ?? Date.now(), slot }, { elsewhere, remark: row.remark, link: async () => found.link }, (path) => run.file(path, row));
  return slot.section;
}

async function receipt(run: Run, tools: Tools): Promise<void> {
  const entries = run.rows.map((row): ReceiptEntry => {
    const { found, label, problem, checkedAt } = row;
    return { label, checkedAt, problem, result: found?.result, link: found?.link, directory: run.directory(row) };
  });
  const { showReceipt } = await import("../receipt.ts");
  await showReceipt(entries, tools);
}
