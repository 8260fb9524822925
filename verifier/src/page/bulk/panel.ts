// What stands on the page while many are judged and after: the tally, progress, what to show, the table, what to keep.
import type { Verdict } from "../../core/codes.ts";
import type { Directory } from "../../core/lookup.ts";
import type { Tools } from "../tools.ts";
import { exported } from "./export.ts";
import { chosen, type Column, COLUMNS, counts, type Line, lineOf, SUMMARY, type Wish } from "./lines.ts";
import type { Row, Run } from "./run.ts";
import { Table } from "./table.ts";

/** Milliseconds between two drawings of what changes with each answer, and of the table below it. */
const SOON = 200;
const LATER = 1_000;

/** What the panel hands on to the parts around it. */
export interface Exits {
  open(row: Row): HTMLElement;
  receipt(): Promise<void>;
  save(name: string, type: string, text: string): void;
}

export class Panel {
  readonly element: HTMLElement;
  private readonly heading: HTMLElement;
  private readonly progress: HTMLElement;
  private readonly live: HTMLElement;
  private readonly chips: HTMLElement;
  private readonly search: HTMLInputElement;
  private readonly sort: HTMLSelectElement;
  private readonly notes: HTMLElement;
  private readonly keep: HTMLElement;
  private readonly table: Table;
  private wish: Wish = { word: undefined, search: "", column: undefined, isReversed: false };
  private lines = new WeakMap<Row, Line>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private tableAt = 0;
  private told = 0;
  private stage = "";

  constructor(private readonly run: Run, private readonly tools: Tools, private readonly exits: Exits, private readonly cut: number) {
    const { el } = tools;
    this.heading = el("h2", { id: "bulk-heading", tabindex: "-1" });
    this.progress = el("div", { class: "progress" });
    this.live = el("p", { class: "unseen", role: "status" });
    this.chips = el("div", { class: "chips", role: "group" });
    this.search = el("input", { type: "search", id: "bulk-search", autocomplete: "off", spellcheck: "false" });
    this.sort = el("select", { id: "bulk-sort" });
    this.notes = el("div", { class: "notes" });
    this.keep = el("div", { class: "actions" });
    this.table = new Table(tools, { sortBy: (column) => this.sortBy(column), open: ({ row }) => exits.open(row) });
    this.element = el("section", { class: "bulk", "aria-labelledby": "bulk-heading" });
    this.search.addEventListener("input", () => this.change({ search: this.search.value }));
    this.sort.addEventListener("change", () => this.change({ column: (this.sort.value || undefined) as Column | undefined, isReversed: false }));
    this.drawFrame();
  }

  /** Draws soon: many answers make one drawing. */
  changed(): void {
    if (this.run.stage !== this.stage) return this.draw();
    this.timer ??= setTimeout(() => this.draw(), SOON);
  }

  /** Everything anew, in another language. */
  speak(): void {
    this.lines = new WeakMap();
    this.tableAt = 0;
    this.drawFrame();
    this.drawKeep();
    this.draw();
  }

  private drawFrame(): void {
    const { el, say } = this.tools;
    this.progress.setAttribute("aria-label", say("bulk.heading"));
    this.chips.setAttribute("aria-label", say("bulk.filter"));
    const options = COLUMNS.filter((column) => column !== "word").map((column) => el("option", { value: column }, say(`bulk.column.${column}`)));
    this.sort.replaceChildren(el("option", { value: "" }, say("bulk.gravest")), ...options);
    this.sort.value = this.wish.column ?? "";
    const find = el("label", { for: "bulk-search" }, say("bulk.search"));
    const order = el("label", { for: "bulk-sort" }, say("bulk.sort"));
    const seek = el("div", { class: "seek" }, el("div", {}, find, this.search), el("div", { class: "order" }, order, this.sort));
    const top = el("header", { class: "tally" }, this.heading, this.progress);
    this.element.replaceChildren(top, this.live, this.notes, this.chips, seek, this.table.element, this.keep);
  }

  private lineOf(row: Row): Line {
    const line = this.lines.get(row) ?? lineOf(row, this.run.directory(row), this.tools);
    this.lines.set(row, line);
    return line;
  }

  private allLines(): Line[] {
    return this.run.rows.map((row) => this.lineOf(row));
  }

  draw(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const lines = this.allLines();
    const isNewStage = this.stage !== this.run.stage;
    this.stage = this.run.stage;
    const tally = this.tally(lines);
    this.heading.replaceChildren(tally);
    this.drawProgress();
    this.drawChips(lines);
    this.announce(tally, isNewStage);
    if (isNewStage) this.drawKeep();
    if (isNewStage || Date.now() - this.tableAt >= LATER) this.drawTable(lines);
    else this.timer = setTimeout(() => this.draw(), LATER);
  }

  private drawTable(lines = this.allLines()): void {
    this.tableAt = Date.now();
    this.table.draw(chosen(lines, this.wish, this.tools.language()), this.wish);
  }

  /** How many of each kind, in one line. */
  private tally(lines: readonly Line[]): string {
    const found = counts(lines);
    const parts = SUMMARY.map(([key, words]) => [key, words.reduce((sum, word) => sum + (found.get(word) ?? 0), 0)] as const);
    const told = parts.filter(([key, n]) => n > 0 || key === "valid");
    return told.map(([key, n]) => this.tools.say(`bulk.count.${key}`, { n: String(n) })).join(" · ");
  }

  private drawProgress(): void {
    const { el, say } = this.tools;
    const { stage, done, jobs } = this.run;
    const names = { done: String(done), count: String(jobs.length) };
    const words = say(stage === "finished" ? "bulk.finished" : stage === "stopped" ? "bulk.stopped" : "bulk.progress", names);
    const bar = el("progress", { max: String(jobs.length), value: String(done), "aria-label": say("bulk.heading") });
    this.progress.querySelector("progress")?.setAttribute("value", String(done));
    const text = this.progress.querySelector("p");
    if (text !== null && this.progress.dataset["stage"] === stage) return text.replaceChildren(words);
    const hadFocus = this.progress.contains(document.activeElement);
    this.progress.dataset["stage"] = stage;
    const button = this.button();
    this.progress.replaceChildren(...(stage === "finished" ? [] : [bar]), el("p", {}, words), ...(button ? [button] : []));
    if (hadFocus) (button ?? this.heading).focus();
  }

  private button(): HTMLElement | undefined {
    const { el, say } = this.tools;
    const { stage } = this.run;
    if (stage === "finished") return undefined;
    const isRunning = stage === "running";
    const button = el("button", { type: "button", class: isRunning ? "stop" : "continue" }, say(isRunning ? "bulk.stop" : "bulk.continue"));
    button.addEventListener("click", () => (isRunning ? this.run.stop() : this.run.start()));
    return button;
  }

  /** Says each quarter of the way, and the end once. */
  private announce(tally: string, isNewStage: boolean): void {
    const { say } = this.tools;
    const { stage, done, jobs } = this.run;
    const names = { done: String(done), count: String(jobs.length) };
    const quarter = Math.floor((4 * done) / Math.max(1, jobs.length));
    if (isNewStage && stage !== "running") this.live.textContent = `${say(`bulk.${stage}`, names)} ${tally}`;
    else if (stage === "running" && quarter > this.told && quarter < 4) this.live.textContent = say("bulk.progress", names);
    this.told = stage === "finished" ? 0 : quarter;
  }

  /** What to show: each word that there is, with its number. */
  private drawChips(lines: readonly Line[]): void {
    const { el, say, symbol } = this.tools;
    const found = counts(lines);
    const all = this.chip(undefined, el("span", {}, say("bulk.all")), lines.length);
    const words = [...found].filter((entry): entry is [Verdict, number] => entry[0] !== undefined);
    const chips = words.map(([word, n]) => {
      const label = el("span", { class: "badge", "data-verdict": word });
      label.append(symbol(word), el("span", {}, say(`verdict.${word}.title`)));
      return this.chip(word, label, n);
    });
    const focused = document.activeElement?.closest<HTMLElement>("[data-chip]")?.dataset["chip"];
    this.chips.replaceChildren(all, ...chips);
    if (focused !== undefined) this.chips.querySelector<HTMLElement>(`[data-chip="${focused}"]`)?.focus();
  }

  private chip(word: Verdict | undefined, label: HTMLElement, n: number): HTMLElement {
    const { el } = this.tools;
    const isOn = this.wish.word === word;
    const chip = el("button", { type: "button", "aria-pressed": String(isOn), "data-chip": word ?? "all" }, label, el("span", { class: "n" }, String(n)));
    chip.addEventListener("click", () => this.change({ word: isOn ? undefined : word }));
    return chip;
  }

  private sortBy(column: Column): void {
    const wanted = column === "word" ? undefined : column;
    this.change({ column: wanted, isReversed: wanted === this.wish.column && !this.wish.isReversed });
    this.sort.value = wanted ?? "";
  }

  private change(wish: Partial<Wish>): void {
    this.wish = { ...this.wish, ...wish };
    this.table.first();
    this.drawChips(this.allLines());
    this.drawTable();
  }

  /** What can be kept of it, and what can be tried again. */
  private drawKeep(): void {
    const { el, say } = this.tools;
    const button = (key: string, name: string, act: () => void): HTMLElement => {
      const made = el("button", { type: "button", class: name }, say(key));
      made.addEventListener("click", act);
      return made;
    };
    const isOpen = this.allLines().some(({ word }) => word === "cannot_tell");
    this.keep.replaceChildren(
      button("bulk.csv", "csv", () => this.saveTable()),
      button("bulk.receipt", "receipt-of-many", () => void this.exits.receipt().catch(() => this.missed())),
      ...(isOpen && this.run.stage !== "running" ? [button("bulk.retry", "retry", () => this.run.retry())] : []),
    );
    const { aids } = this.run;
    this.notes.replaceChildren(
      ...(aids > 0 ? [el("p", { class: "hint" }, say("bulk.aids", { n: String(aids) }))] : []),
      ...(this.cut > 0 ? [el("p", { class: "hint" }, say("bulk.cut", { n: String(this.cut) }))] : []),
    );
  }

  /** A part of the page did not come. */
  private missed(): void {
    const { el, say } = this.tools;
    this.notes.querySelector("[role=alert]")?.remove();
    this.notes.append(el("p", { class: "hint", role: "alert" }, say("action.failed")));
  }

  private saveTable(): void {
    const directoryOf = ({ row }: Line): Directory | undefined => this.run.directory(row);
    this.exits.save("results.csv", "text/csv;charset=utf-8", exported(this.allLines(), directoryOf, this.tools.build));
  }
}
