// One run over many: what is still to do, what was found, and what has to be judged once more.
import type { JsonObject } from "../../core/json.ts";
import type { Directory } from "../../core/lookup.ts";
import { type Problem, wordOf } from "../summary.ts";
import { type Opened, PublishedData } from "./data.ts";
import { type Job, Pool } from "./pool.ts";
import type { Answered, Found } from "./protocol.ts";

/** One line of the table: a credential, or an input that is not judged yet or cannot be. */
export interface Row {
  key: string;
  label: string;
  /** Its input's place among all, and its own place in the input. */
  place: readonly [number, number];
  found?: Found;
  problem?: Problem;
  /** The key of a message about what was handed over. */
  remark?: string | undefined;
  checkedAt?: number;
}

export type Stage = "running" | "stopped" | "finished";

export class Run {
  stage: Stage = "stopped";
  /** Inputs that are documents at hand and no credentials. */
  aids = 0;
  private readonly data: PublishedData;
  private readonly pool: Pool;
  private queue: Job[] = [];
  private readonly judged = new Map<Job, readonly Row[]>();
  private readonly twice = new Set<Job>();
  private atHand: readonly JsonObject[];
  private newAids = false;
  private flat: readonly Row[] | undefined;

  constructor(
    readonly jobs: readonly Job[],
    { startWorker, openData, atHand }: { startWorker: () => Worker; openData: (anew: boolean) => Promise<Opened>; atHand: readonly JsonObject[] },
    private readonly changed: () => void,
  ) {
    this.queue = [...jobs];
    this.atHand = atHand;
    this.data = new PublishedData(openData);
    this.pool = new Pool(startWorker, this.data, {
      next: () => this.queue.shift(),
      giveBack: (given) => void this.queue.unshift(...given),
      settle: (job, answer, now, remark) => this.settle(job, answer, now, remark),
      idle: () => this.idle(),
    });
  }

  /** All lines in the order of the inputs. */
  get rows(): readonly Row[] {
    this.flat ??= this.jobs.flatMap((job) => this.judged.get(job) ?? waiting(job));
    return this.flat;
  }

  get done(): number {
    return this.judged.size;
  }

  /** The published data that a row rests on. */
  directory({ found }: Row): Directory | undefined {
    return found && this.data.directory(found.edition);
  }

  /** The bytes of a published file, as the rows have it. */
  file(path: string, { found }: Row): ReturnType<PublishedData["file"]> {
    return this.data.file(path, found?.edition ?? 0);
  }

  start(): void {
    this.stage = "running";
    this.changed();
    this.pool.begin(this.atHand, this.queue.length);
  }

  /** Stops at once; what was found stays. */
  stop(): void {
    if (this.stage !== "running") return;
    this.stage = "stopped";
    this.pool.end();
    this.changed();
  }

  /** Judges all that could not be told once more, with data asked for anew. */
  retry(): void {
    const open = this.jobs.filter((job) => this.judged.get(job)?.some((row) => isUndecided(row)));
    for (const job of open) this.forget(job);
    this.queue = open;
    this.twice.clear();
    this.data.renew();
    this.start();
  }

  private settle(job: Job, answer: Answered | Problem, now: number, remark: string | undefined): void {
    this.flat = undefined;
    this.judged.set(job, this.rowsOf(job, answer, now).map((row) => ({ ...row, remark })));
    if (typeof answer !== "string" && answer.aid !== undefined) {
      this.aids += 1;
      this.atHand = [answer.aid, ...this.atHand];
      this.newAids = true;
    }
    this.changed();
  }

  private rowsOf(job: Job, answer: Answered | Problem, now: number): readonly Row[] {
    if (typeof answer === "string") return [{ ...waiting(job), problem: answer, checkedAt: now }];
    if (answer.aid !== undefined) return [];
    for (const [edition, directory] of answer.directories) this.data.keep(edition, directory);
    return answer.found.map((found, i) => ({
      key: `${job.id}.${i}`,
      label: found.result.input,
      place: [job.id, i] as const,
      found,
      checkedAt: now,
    }));
  }

  private forget(job: Job): void {
    this.judged.delete(job);
    this.flat = undefined;
  }

  private idle(): void {
    if (this.stage !== "running" || this.queue.length > 0) return;
    this.queue = this.jobs.filter((job) => !this.twice.has(job) && this.isOpen(job));
    for (const job of this.queue) this.twice.add(job);
    this.newAids = false;
    if (this.queue.length > 0) return this.pool.begin(this.atHand, this.queue.length);
    this.stage = "finished";
    this.pool.end();
    this.changed();
  }

  /** Whether a row may be told otherwise: it rests on an older publication, or documents at hand came after it. */
  private isOpen(job: Job): boolean {
    const rows = this.judged.get(job) ?? [];
    const codes = rows.map(({ found }) => found?.result.leading?.code);
    return (this.newAids && codes.includes("issuer-outside")) || rows.some((row) => this.isOfOlderData(row));
  }

  private isOfOlderData(row: Row): boolean {
    const [own, latest] = [this.directory(row)?.snapshot, this.data.latest()?.snapshot];
    const isMixed = row.found?.result.leading?.code === "data-mixed";
    return latest !== undefined && (isMixed || (own !== undefined && own !== latest));
  }
}

const isUndecided = ({ found, problem }: Row): boolean => wordOf({ result: found?.result, problem }) === "cannot_tell";

function waiting({ id, label }: Job): Row {
  return { key: `${id}`, label, place: [id, 0] };
}
