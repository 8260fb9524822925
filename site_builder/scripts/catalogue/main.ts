// The catalogue's page: from the choice in the address to the cards. Without this script its lists are there to read.
import { byId, el, plainly, withScripts } from "../dom.ts";
import { count, t } from "../speech.ts";
import { BEST, type Choice, isPlain, read, toggled, without, written } from "./choice.ts";
import { Data, type Facet, type Index, Stale } from "./data.ts";
import { type Found, find } from "./find.ts";
import { List, type Way, help } from "./list.ts";
import { type Narrowed, narrow } from "./narrow.ts";
import { Panel } from "./panel.ts";
import { Tray } from "./tray.ts";

const SKILL = "skill";
/** While a reader types, the list waits for a pause of this many milliseconds. */
const PAUSE = 120;

class Catalogue {
  private readonly form = byId<HTMLFormElement>("bk-search");
  private readonly box = byId<HTMLInputElement>("bk-q");
  private readonly sort = byId<HTMLSelectElement>("bk-sort");
  private readonly status = byId("bk-status");
  private readonly chips = byId("bk-chips");
  private readonly nothing = byId("bk-nothing");
  private readonly panel = new Panel(byId("bk-facets"), (facet, value) => this.choose(toggled(this.choice, facet, value)), () => void this.openSkills());
  private readonly tray = new Tray((compare) => this.compare(compare));
  private readonly list: List;
  private facets: readonly Facet[];
  private choice: Choice;
  private turn = 0;
  /** Whether the cards that the page came with are still the right ones. */
  private untouched = true;

  constructor(
    private readonly index: Index,
    private readonly data: Data,
  ) {
    this.facets = index.facets;
    this.list = new List(index, data, (card) => this.tray.dress(card));
    this.choice = this.read();
  }

  async start(): Promise<void> {
    const wide = matchMedia("(min-width: 60em)").matches;
    byId<HTMLDetailsElement>("bk-panel").open = wide;
    this.panel.add(this.index.facets, wide);
    if (this.index.skills) this.panel.promise(SKILL);
    this.listen();
    withScripts();
    await this.arrive();
  }

  private listen(): void {
    let waiting = 0;
    this.box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => this.choose({ ...this.choice, q: this.box.value }, "replace"), PAUSE);
    });
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.sort.addEventListener("change", () => this.choose({ ...this.choice, sort: this.sort.value }));
    window.addEventListener("popstate", () => void this.arrive());
    window.addEventListener("hashchange", () => void this.arrive());
  }

  /** Takes the choice from the address, which may have come by a link or by going back. */
  private async arrive(): Promise<void> {
    this.choice = this.read();
    this.box.value = this.choice.q;
    this.tray.update(this.choice.compare);
    if (this.choice.facets.has(SKILL) && !(await this.hasSkills())) return;
    this.choice = this.read();
    await this.show();
  }

  private read(): Choice {
    const facets = new Map<string, ReadonlySet<string> | undefined>(this.index.skills ? [[SKILL, undefined]] : []);
    for (const { id, values } of this.facets) facets.set(id, new Set(values.map(([value]) => value)));
    const sorts = [...this.sort.options].map(({ value }) => value);
    return read(location.hash, location.search, { facets, begins: this.index.begins, sorts });
  }

  /** The address of the page with a choice. */
  private address(choice: Choice): string {
    const said = written(choice, this.index.begins);
    return location.pathname + (said ? `#${said}` : "");
  }

  private choose(choice: Choice, how: "push" | "replace" = "push"): void {
    this.choice = choice;
    const address = this.address(choice);
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    void this.show();
  }

  private compare(compare: readonly string[]): void {
    this.choice = { ...this.choice, compare };
    history.replaceState(null, "", this.address(this.choice));
    this.tray.update(compare);
    this.list.refresh();
  }

  private async openSkills(): Promise<void> {
    if (await this.hasSkills()) await this.show();
  }

  /** Whether skills can be narrowed down by: they are asked for when they are wanted first. */
  private async hasSkills(): Promise<boolean> {
    try {
      const skills = await this.data.skills();
      if (!this.facets.includes(skills)) {
        this.facets = [...this.index.facets, skills];
        this.panel.keep(skills);
      }
      return true;
    } catch (error) {
      this.tellFault(error);
      return false;
    }
  }

  private async show(): Promise<void> {
    this.turn += 1;
    const turn = this.turn;
    try {
      const found = await find(this.choice.q, this.index, this.data);
      if (turn !== this.turn) return;
      const sums = found && new Set(found.sums.keys());
      const narrowed = narrow(this.facets, this.choice.facets, this.index.count, sums);
      this.tell(narrowed, found);
      await this.cards(narrowed, found);
    } catch (error) {
      if (turn === this.turn) this.tellFault(error);
    }
  }

  private tellFault(error: unknown): void {
    this.status.textContent = fault(error);
  }

  private tell(narrowed: Narrowed, found: Found | undefined): void {
    this.status.textContent = count("catalogue.found", narrowed.count);
    this.panel.update(this.choice, narrowed.counts);
    this.chips.replaceChildren(...this.made());
    for (const option of this.sort.options) if (option.value === BEST) option.hidden = found === undefined;
    this.sort.value = found === undefined && this.choice.sort === BEST ? "title" : this.choice.sort;
    this.nothing.hidden = narrowed.count > 0;
    if (narrowed.count === 0) help(this.nothing, [...(found?.unknown.keys() ?? [])], this.ways(found));
  }

  private async cards(narrowed: Narrowed, found: Found | undefined): Promise<void> {
    if (this.untouched && isPlain(this.choice, this.index.begins) && this.choice.sort === BEST) {
      this.list.adopt(this.ordered(narrowed, found));
    } else await this.list.show(this.ordered(narrowed, found));
    this.untouched = false;
  }

  private ordered({ fits }: Narrowed, found: Found | undefined): number[] {
    const docs = fits.flatMap((fit, doc) => (fit ? [doc] : []));
    const by = this.order(found);
    return by ? docs.sort((a, b) => by(a, b) || a - b) : docs;
  }

  private order(found: Found | undefined): ((a: number, b: number) => number) | undefined {
    const { credits, hours } = this.index.sizes;
    const up = (sizes: readonly number[]) => (a: number, b: number) => last(sizes[a]) - last(sizes[b]);
    const down = (sizes: readonly number[]) => (a: number, b: number) => (sizes[b] ?? 0) - (sizes[a] ?? 0);
    const orders: Record<string, (a: number, b: number) => number> = {
      new: down(this.index.changed),
      small: up(credits),
      large: down(credits),
      short: up(hours),
      long: down(hours),
    };
    if (this.choice.sort === BEST && found) return (a, b) => (found.sums.get(b) ?? 0) - (found.sums.get(a) ?? 0);
    return orders[this.choice.sort];
  }

  /** One button for each thing that was chosen, to take it back. */
  private made(): HTMLElement[] {
    const chips = this.labels().map(({ label, rest }) =>
      el("li", {}, el("button", { type: "button", class: "bk-chip", "aria-label": t("catalogue.remove", { label }), click: () => this.choose(rest) }, label)),
    );
    if (chips.length > 1 || !isPlain(this.choice, this.index.begins)) {
      chips.push(el("li", {}, el("button", { type: "button", class: "bk-chip bk-chip--all", click: () => this.go(this.cleared()) }, t("catalogue.reset"))));
    }
    return chips;
  }

  /** The choice that the page begins with; what is to be compared stays. */
  private cleared(): Choice {
    const begins = read("", "", { facets: new Map(), begins: this.index.begins, sorts: [] });
    return { ...begins, compare: this.choice.compare };
  }

  private labels(): { label: string; rest: Choice }[] {
    const found = this.choice.q.trim() ? [{ label: t("catalogue.quoted", { text: this.choice.q.trim() }), rest: { ...this.choice, q: "" } }] : [];
    for (const [id, values] of this.choice.facets) {
      const facet = this.facets.find((one) => one.id === id);
      for (const value of values) {
        const label = facet?.values.find(([one]) => one === value)?.[1] ?? value;
        found.push({ label: `${t(`catalogue.by.${id}`)}: ${label}`, rest: toggled(this.choice, id, value) });
      }
    }
    return found;
  }

  /** With which thing less something would be found, and words near the one that nothing has. */
  private ways(found: Found | undefined): Way[] {
    const near = [...(found?.unknown ?? [])].flatMap(([word, others]) => others.map((other) => this.instead(word, other)));
    const sums = found && new Set(found.sums.keys());
    const lessOf = (choice: Choice, words: ReadonlySet<number> | undefined) => narrow(this.facets, choice.facets, this.index.count, words).count;
    const facets = [...this.choice.facets.keys()].map((id) => {
      const choice = without(this.choice, id);
      return { choice, name: t(`catalogue.by.${id}`), count: lessOf(choice, sums) };
    });
    const all = [...facets, { choice: { ...this.choice, q: "" }, name: t("catalogue.words"), count: this.choice.q.trim() ? lessOf(this.choice, undefined) : 0 }];
    const less = all.filter((way) => way.count > 0).map((way) => ({ label: count("catalogue.less", way.count, { name: way.name }), go: () => this.go(way.choice) }));
    const anew = { label: t("catalogue.anew"), go: () => this.go(this.cleared()) };
    return [...near, ...less, ...(less.length ? [] : [anew])];
  }

  private instead(word: string, other: string): Way {
    const q = this.choice.q.split(/\s+/).map((one) => (one.toLocaleLowerCase() === word ? other : one)).join(" ");
    return { label: t("catalogue.instead", { word: other }), go: () => this.go({ ...this.choice, q: q === this.choice.q ? other : q }) };
  }

  private go(choice: Choice): void {
    this.box.value = choice.q;
    this.choose(choice);
    this.status.focus();
  }
}

/** Why files that the page asks for are of no use now, in words. */
function fault(error: unknown): string {
  return t(error instanceof Stale ? "catalogue.stale" : "catalogue.offline");
}

/** What is not stated comes last in rising order. */
function last(size: number | undefined): number {
  return size || Number.MAX_SAFE_INTEGER;
}

async function start(): Promise<void> {
  const data = new Data(byId("bk-search").dataset["data"] ?? "");
  await new Catalogue(await data.index(), data).start();
}

start().catch((error: unknown) => {
  console.info(error);
  plainly();
  const place = byId("bk-nothing"); // above the cards that the page came with; the plain lists stay
  place.hidden = false;
  place.replaceChildren(el("p", { role: "status" }, fault(error)));
});
