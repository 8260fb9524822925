// The cards of what was found, some at a time, and what to do where nothing was.
import { byId, el } from "../dom.ts";
import { t } from "../speech.ts";
import type { Data, Index } from "./data.ts";

const STEP = 20;

export class List {
  private readonly place = byId<HTMLUListElement>("bk-results");
  private readonly more = byId<HTMLButtonElement>("bk-more");
  private docs: readonly number[] = [];
  private shown = 0;
  private turn = 0;

  constructor(
    private readonly index: Index,
    private readonly data: Data,
    private readonly dress: (card: HTMLElement) => void,
  ) {
    this.more.addEventListener("click", () => void this.step(true));
  }

  /** Shows these in their order. */
  async show(docs: readonly number[]): Promise<void> {
    this.docs = docs;
    this.shown = 0;
    this.turn += 1;
    await this.step(false);
  }

  /** Takes the cards that the page came with, which are the first of these. */
  adopt(docs: readonly number[]): void {
    this.docs = docs;
    this.shown = this.place.children.length;
    this.more.hidden = this.shown >= docs.length;
    this.refresh();
  }

  /** Dresses the cards that are there, again. */
  refresh(): void {
    for (const card of this.place.children) this.dress(card as HTMLElement);
  }

  private async step(onward: boolean): Promise<void> {
    const turn = this.turn;
    const wanted = this.docs.slice(this.shown, this.shown + STEP);
    const size = this.index.cards;
    const cards = await Promise.all(wanted.map(async (doc) => (await this.data.cards(Math.floor(doc / size)))[doc % size] ?? ""));
    if (turn !== this.turn) return; // another choice was made meanwhile
    const template = document.createElement("template");
    template.innerHTML = cards.join(""); // made by the builder, which escapes all texts
    const made = [...template.content.children] as HTMLElement[];
    made.forEach(this.dress);
    if (onward) this.place.append(...made);
    else this.place.replaceChildren(...made);
    this.shown += wanted.length;
    this.more.hidden = this.shown >= this.docs.length;
    if (onward) made[0]?.querySelector("a")?.focus();
  }
}

export interface Way {
  readonly label: string;
  readonly go: () => void;
}

/** What helps where nothing fits: the words that nothing has, and what would be found with one thing less. */
export function help(place: HTMLElement, unknown: readonly string[], ways: readonly Way[]): void {
  const said = unknown.map((word) => el("p", {}, t("catalogue.unknown", { word })));
  const list = ways.map(({ label, go }) => el("li", {}, el("button", { type: "button", class: "bk-button bk-button--quiet", click: go }, label)));
  place.replaceChildren(...said, ...(list.length ? [el("p", {}, t("catalogue.try")), el("ul", { class: "bk-ways" }, ...list)] : []));
}
