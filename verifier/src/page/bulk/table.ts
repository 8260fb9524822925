// The table of many: a page of rows, each of which opens its whole result.
import { sayDates, sayInput } from "../summary.ts";
import type { Tools } from "../tools.ts";
import { type Column, COLUMNS, type Line, type Wish } from "./lines.ts";

const PAGE = 50;

/** What the table asks of the panel around it. */
export interface Around {
  sortBy(column: Column): void;
  /** The whole result of a line, as the page shows a single one. */
  open(line: Line): HTMLElement;
}

interface Drawn {
  line: Line;
  row: HTMLElement;
  full: HTMLElement | undefined;
}

export class Table {
  readonly element: HTMLElement;
  private page = 0;
  private drawn = new Map<string, Drawn>();
  private readonly head: HTMLElement;
  private readonly body: HTMLElement;
  private readonly pages: HTMLElement;

  constructor(private readonly tools: Tools, private readonly around: Around) {
    const { el } = tools;
    this.head = el("thead", { role: "rowgroup" });
    this.body = el("tbody", { role: "rowgroup" });
    this.pages = el("nav", { class: "pages" });
    const table = el("table", { role: "table", "aria-labelledby": "bulk-heading" }, this.head, this.body);
    this.element = el("div", { class: "many" }, table, this.pages);
  }

  /** Begins again with the first page. */
  first(): void {
    this.page = 0;
  }

  draw(lines: readonly Line[], wish: Wish): void {
    this.page = Math.max(0, Math.min(this.page, Math.ceil(lines.length / PAGE) - 1));
    const [from, count] = [this.page * PAGE, lines.length];
    const visible = lines.slice(from, from + PAGE);
    this.keepFocus(() => {
      this.head.replaceChildren(this.headRow(wish));
      this.drawBody(visible);
      this.drawPages(from, visible.length, count, () => this.draw(lines, wish));
    });
  }

  private drawBody(visible: readonly Line[]): void {
    const { el, say } = this.tools;
    const rows = visible.map((line) => this.drawnOf(line));
    this.drawn = new Map(rows.map((each) => [each.line.row.key, each]));
    const none = el("tr", { role: "row" }, el("td", { role: "cell", colspan: String(COLUMNS.length), class: "none" }, say("bulk.none")));
    const elements = rows.flatMap(({ row, full }) => (full === undefined ? [row] : [row, full]));
    const isSame = elements.length === this.body.children.length && elements.every((each, i) => this.body.children[i] === each);
    if (!isSame || elements.length === 0) this.body.replaceChildren(...(elements.length > 0 ? elements : [none]));
  }

  /** The elements of a line; those that stand there already stay, with what was opened. */
  private drawnOf(line: Line): Drawn {
    const before = this.drawn.get(line.row.key);
    if (before?.line === line) return before;
    const drawn: Drawn = { line, row: this.rowOf(line), full: undefined };
    if (before?.full !== undefined) this.toggle(drawn);
    return drawn;
  }

  private headRow(wish: Wish): HTMLElement {
    const { el, say } = this.tools;
    const cells = COLUMNS.map((column) => {
      const isSorted = (wish.column ?? "word") === column;
      const sort = isSorted ? (wish.isReversed ? "descending" : "ascending") : undefined;
      const button = el("button", { type: "button", "data-column": column }, say(`bulk.column.${column}`), el("span", { class: "sort", "aria-hidden": "true" }));
      button.addEventListener("click", () => this.around.sortBy(column));
      return el("th", { role: "columnheader", scope: "col", "aria-sort": sort }, button);
    });
    return el("tr", { role: "row" }, ...cells);
  }

  private rowOf(line: Line): HTMLElement {
    const { el, isolated, say } = this.tools;
    const { row, name, achievement, language, issuer, reason, isProven } = line;
    const claim = !isProven && (name !== "" || achievement !== "") && el("small", {}, say("bulk.claimed"));
    const cell = (column: Column, ...children: (Node | string | false)[]): HTMLElement =>
      el("td", { role: "cell", class: `of-${column}`, "data-label": say(`bulk.column.${column}`) }, ...children);
    return el(
      "tr",
      { role: "row", "data-row": row.key, class: isProven ? "" : "unproven" },
      el("th", { role: "rowheader", scope: "row" }, this.opener(line)),
      cell("word", this.badge(line)),
      cell("name", name !== "" && isolated(name), " ", claim),
      cell("achievement", achievement !== "" && isolated(achievement, language)),
      cell("issuer", issuer !== "" && isolated(issuer)),
      cell("from", sayDates(line, this.tools)),
      cell("reason", reason !== "" && el("bdi", {}, reason)),
    );
  }

  private opener(line: Line): HTMLElement {
    const { el } = this.tools;
    const said = sayInput(line.row.label, this.tools);
    const text = el("bdi", { dir: said === line.row.label && "ltr" }, said); // a path runs one way in every language
    if (line.word === undefined) return text;
    const button = el("button", { type: "button", class: "open", "aria-expanded": "false" }, text);
    button.addEventListener("click", () => {
      const drawn = this.drawn.get(line.row.key);
      if (drawn === undefined) return;
      this.toggle(drawn);
      if (drawn.full === undefined) return;
      drawn.row.after(drawn.full);
    });
    return button;
  }

  private toggle(drawn: Drawn): void {
    const { el } = this.tools;
    const isOpen = drawn.full !== undefined;
    drawn.row.querySelector(".open")?.setAttribute("aria-expanded", String(!isOpen));
    drawn.full?.remove();
    const cell = (): HTMLElement => el("td", { role: "cell", colspan: String(COLUMNS.length) }, this.around.open(drawn.line));
    drawn.full = isOpen ? undefined : el("tr", { role: "row", class: "full" }, cell());
  }

  private badge({ word, title }: Line): HTMLElement {
    const { el, symbol } = this.tools;
    const badge = el("span", { class: "badge", "data-verdict": word ?? "waiting" });
    badge.append(symbol(word ?? "checking"), el("span", {}, title));
    return badge;
  }

  private drawPages(from: number, shown: number, count: number, redraw: () => void): void {
    const { el, say } = this.tools;
    this.pages.hidden = count <= PAGE;
    this.pages.setAttribute("aria-label", say("bulk.pages"));
    const turn = (name: "previous" | "next", by: number, isPossible: boolean): HTMLElement => {
      const button = el("button", { type: "button", "data-page": name, disabled: !isPossible }, say(`bulk.${name}`));
      button.addEventListener("click", () => {
        this.page += by;
        redraw();
        this.element.scrollIntoView({ block: "start" });
      });
      return button;
    };
    const names = { from: String(from + 1), to: String(from + shown), count: String(count) };
    const place = el("span", { class: "place" }, say("bulk.page", names));
    this.pages.replaceChildren(turn("previous", -1, from > 0), place, turn("next", 1, from + shown < count));
  }

  /** Draws without taking the focus from whoever works with the keyboard. */
  private keepFocus(draw: () => void): void {
    const focused = document.activeElement;
    const inside = focused instanceof HTMLElement && this.element.contains(focused) ? focused : undefined;
    const { column, page } = inside?.dataset ?? {};
    const row = inside?.closest<HTMLElement>("[data-row]")?.dataset["row"];
    draw();
    if (inside === undefined || document.activeElement === inside) return;
    const again = [
      inside.isConnected ? inside : null,
      column && this.element.querySelector<HTMLElement>(`[data-column="${column}"]`),
      page && this.element.querySelector<HTMLElement>(`[data-page="${page}"]:enabled, [data-page]:enabled`),
      row && this.element.querySelector<HTMLElement>(`[data-row="${row}"] .open`),
    ];
    again.find((element): element is HTMLElement => element instanceof HTMLElement)?.focus({ preventScroll: true });
  }
}
