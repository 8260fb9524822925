// Worker threads that judge: each has a few tasks before it, one that hangs is ended and replaced.
import type { Bytes } from "../../core/bytes.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Problem } from "../summary.ts";
import type { PublishedData } from "./data.ts";
import type { Answered, FromWorker, ToWorker } from "./protocol.ts";

/** What one thing comes to: itself, or the cards in a picture; `remark` is the key of a message about it. */
export interface Contents {
  inputs: readonly (Bytes | string)[];
  remark?: string | undefined;
}

/** One thing to judge. */
export interface Job {
  id: number;
  label: string;
  read(): Promise<Contents>;
}

/** Whose work it is: where jobs come from, and where their answers go. */
export interface Office {
  next(): Job | undefined;
  giveBack(jobs: readonly Job[]): void;
  settle(job: Job, answer: Answered | Problem, now: number, remark?: string): void;
  /** No worker has anything left to do. */
  idle(): void;
}

const MOST = 4;
/** Tasks that wait at a worker, so that it need not wait for the page. */
const DEPTH = 4;
/** Milliseconds for one task, the time that published data takes left out. */
const LIMIT = 10_000;
/** Milliseconds for a worker's script to come. */
const PATIENCE = 30_000;

interface Place {
  job: Job;
  now: number;
  remark?: string | undefined;
}

interface Seat {
  worker: Worker;
  places: Place[];
  /** How many of the places the worker knows of. */
  posted: number;
  /** Files that the worker waits for. */
  asking: number;
  isReady: boolean;
  posting: Promise<void>;
  timer?: ReturnType<typeof setTimeout> | undefined;
}

export class Pool {
  private seats: Seat[] = [];
  private atHand: readonly JsonObject[] = [];

  constructor(
    private readonly start: () => Worker,
    private readonly data: PublishedData,
    private readonly office: Office,
  ) {}

  /** Sets as many workers to work as there are processors for them, and work. */
  begin(atHand: readonly JsonObject[], work: number): void {
    const count = Math.max(1, Math.min(MOST, navigator.hardwareConcurrency || 1, work));
    this.atHand = atHand;
    for (const seat of this.seats) this.post(seat, { kind: "at-hand", documents: atHand });
    while (this.seats.length < count) this.seats.push(this.seat());
    for (const seat of [...this.seats]) this.feed(seat);
  }

  /** Ends all workers at once; what they had before them goes back. */
  end(): void {
    const seats = this.seats;
    this.seats = [];
    for (const seat of seats) this.dismiss(seat);
    this.office.giveBack(seats.flatMap(({ places }) => places.map(({ job }) => job)));
  }

  private seat(): Seat {
    const worker = this.start();
    const seat: Seat = { worker, places: [], posted: 0, asking: 0, isReady: false, posting: Promise.resolve() };
    this.post(seat, { kind: "at-hand", documents: this.atHand });
    this.watch(seat);
    worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => void this.receive(seat, data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.replace(seat, "broken");
    });
    return seat;
  }

  private feed(seat: Seat): void {
    while (seat.places.length < DEPTH) {
      const job = this.office.next();
      if (job === undefined) break;
      const place: Place = { job, now: Date.now() };
      seat.places.push(place);
      seat.posting = seat.posting.then(() => this.hand(seat, place));
    }
    if (this.seats.every(({ places }) => places.length === 0)) this.office.idle();
  }

  private async hand(seat: Seat, place: Place): Promise<void> {
    const { job } = place;
    const [contents, edition] = await Promise.all([job.read().catch(() => undefined), this.data.edition()]);
    if (!seat.places.includes(place)) return;
    if (contents === undefined) return this.settle(seat, place, "unreadable");
    [place.now, place.remark] = [Date.now(), contents.remark];
    this.post(seat, { kind: "task", id: job.id, inputs: contents.inputs, label: job.label, now: place.now, edition });
    seat.posted += 1;
    if (seat.posted === 1 && seat.isReady) this.watch(seat);
  }

  private post({ worker }: Seat, message: ToWorker): void {
    worker.postMessage(message);
  }

  /** Gives a worker its time to begin, then the task at the head its own, unless the worker waits for us. */
  private watch(seat: Seat): void {
    clearTimeout(seat.timer);
    const isOwing = seat.posted > 0 && seat.asking === 0;
    if (!seat.isReady) seat.timer = setTimeout(() => this.replace(seat, "broken"), PATIENCE);
    else seat.timer = isOwing ? setTimeout(() => this.replace(seat, "time-limit"), LIMIT) : undefined;
  }

  private async receive(seat: Seat, message: FromWorker): Promise<void> {
    if (message.kind === "ready") {
      seat.isReady = true;
      return this.watch(seat);
    }
    if (message.kind === "wanted") return this.bring(seat, message.path, message.edition);
    const place = seat.places.find(({ job }) => job.id === message.id);
    if (place === undefined) return;
    seat.posted -= 1;
    this.settle(seat, place, message.kind === "faulty" ? "broken" : message);
  }

  private async bring(seat: Seat, path: string, edition: number): Promise<void> {
    seat.asking += 1;
    this.watch(seat);
    const bytes = await this.data.file(path, edition);
    seat.asking -= 1;
    this.post(seat, { kind: "data", path, edition, bytes });
    this.watch(seat);
  }

  private settle(seat: Seat, place: Place, answer: Answered | Problem): void {
    seat.places = seat.places.filter((other) => other !== place);
    this.watch(seat);
    this.office.settle(place.job, answer, place.now, place.remark);
    if (this.seats.includes(seat)) this.feed(seat);
  }

  /** Ends a worker that hangs or broke, and sets another one in its place. One that never began is not replaced. */
  private replace(seat: Seat, problem: Problem): void {
    const [head, ...others] = seat.places;
    this.dismiss(seat);
    this.seats = this.seats.filter((other) => other !== seat);
    const isLost = !seat.isReady;
    if (isLost && this.seats.length === 0) return this.fail(seat);
    this.office.giveBack((isLost ? seat.places : others).map(({ job }) => job));
    if (!isLost) this.seats.push(this.seat());
    if (!isLost && head !== undefined) this.office.settle(head.job, problem, head.now);
    for (const each of this.seats) this.feed(each);
  }

  /** No worker can be had here: nothing is known of what is left. */
  private fail({ places }: Seat): void {
    for (const { job, now } of places) this.office.settle(job, "broken", now);
    for (let job = this.office.next(); job !== undefined; job = this.office.next()) {
      this.office.settle(job, "broken", Date.now());
    }
    this.office.idle();
  }

  private dismiss(seat: Seat): void {
    clearTimeout(seat.timer);
    seat.worker.terminate();
  }
}
