// Up to four micro-credentials side by side, from what their own pages state (marked `data-fact` there).
import { MOST_COMPARED } from "./catalogue/choice.ts";
import { byId, el, fragment, withScripts } from "./dom.ts";
import { type Read, copied, line, readPage } from "./pages.ts";
import { count, t } from "./speech.ts";

const REF = /^[a-z0-9-]{1,64}\/[a-z0-9-]{1,64}$/;
const status = byId("bk-status");
const place = byId("bk-drawn");
const catalogue = place.dataset["catalogue"] ?? "";

interface Column extends Read {
  readonly ref: string;
  readonly title: string;
  readonly facts: ReadonlyMap<string, Element>;
}

function asked(): string[] {
  const refs = fragment().split(",");
  return [...new Set(refs.filter((ref) => REF.test(ref)))].slice(0, MOST_COMPARED);
}

async function column(ref: string): Promise<Column | null> {
  const read = await readPage(`${catalogue}${ref}/`);
  if (read === null) return null;
  const facts = new Map<string, Element>();
  for (const one of read.page.querySelectorAll("[data-fact]")) facts.set(one.getAttribute("data-fact") ?? "", one);
  return { ...read, ref, facts, title: line(read.page.querySelector("h1")?.textContent) };
}

/** The facts that any of them states, in the order of their pages. */
function keys(columns: readonly Column[]): string[] {
  const found: string[] = [];
  for (const { facts } of columns) {
    let after = -1;
    for (const key of facts.keys()) {
      if (!found.includes(key)) found.splice(after + 1, 0, key);
      after = found.indexOf(key);
    }
  }
  return found;
}

/** Roles are said in words because small screens lay the rows out anew, which makes some browsers forget them. */
function head(columns: readonly Column[]): HTMLElement {
  const cells = columns.map(({ ref, title, address }) => {
    const leave = () => go(asked().filter((one) => one !== ref));
    const remove = el("button", { type: "button", class: "bk-button bk-button--quiet", "aria-label": t("compare.remove", { title }), click: leave }, "×");
    return el("th", { scope: "col", role: "columnheader" }, el("a", { href: address.href }, title), remove);
  });
  return el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, el("td", { role: "cell" }), ...cells));
}

function row(key: string, columns: readonly Column[]): HTMLElement {
  const found = columns.map(({ facts }) => facts.get(key));
  const label = found.flatMap((one) => (one ? [labelOf(one)] : []))[0] ?? key;
  const texts = new Set(found.map((one) => line(one?.textContent)));
  const cells = columns.map((one) => cell(one.facts.get(key), one));
  return el("tr", { role: "row", "data-same": texts.size === 1 }, el("th", { scope: "row", role: "rowheader" }, label), ...cells);
}

/** What readers call a fact: what its page says, the term it describes, or the heading of its section. */
function labelOf(fact: Element): string {
  const term = fact.localName === "dd" ? fact.previousElementSibling : fact.closest("section")?.querySelector("h2");
  return fact.getAttribute("data-label") ?? line(term?.textContent);
}

function cell(fact: Element | undefined, read: Read): HTMLElement {
  if (fact === undefined) return el("td", { role: "cell" }, el("span", { class: "bk-quiet" }, t("compare.absent")));
  const holds = fact.matches("ul, ol, dl, table") ? wrapped(fact, read) : copied(fact, read);
  return el("td", { role: "cell" }, holds);
}

function wrapped(list: Element, read: Read): HTMLElement {
  const made = document.createElement(list.localName);
  made.append(copied(list, read));
  return made;
}

function table(columns: readonly Column[]): HTMLElement {
  const body = el("tbody", { role: "rowgroup" }, ...keys(columns).map((key) => row(key, columns)));
  const shape = { class: "bk-table bk-sides", role: "table", style: `--sides: ${columns.length}` };
  const made = el("table", shape, el("caption", { class: "bk-hidden" }, t("compare.title")), head(columns), body);
  return el("div", { class: "bk-scroll", tabindex: "0", role: "region", "aria-label": t("compare.title") }, made);
}

/** Hides what is the same for all. */
function onlyDifferent(drawn: HTMLElement): HTMLElement {
  const box = el("input", { type: "checkbox" });
  box.addEventListener("change", () => drawn.toggleAttribute("data-different", box.checked));
  return el("label", { class: "bk-check" }, box, " ", t("compare.different"));
}

function go(refs: readonly string[]): void {
  history.replaceState(null, "", location.pathname + (refs.length ? `#${refs.join(",")}` : ""));
  void draw().then(() => status.focus());
}

function toCatalogue(refs: readonly string[], words: string): HTMLElement {
  return el("p", {}, el("a", { class: "bk-button", href: `${catalogue}${refs.length ? `#compare=${refs.join(",")}` : ""}` }, words));
}

async function draw(): Promise<void> {
  const refs = asked();
  try {
    const found = await Promise.all(refs.map(column));
    if (refs.join() !== asked().join()) return; // others were chosen meanwhile
    const columns = found.filter((one) => one !== null);
    const missing = refs.filter((_, at) => found[at] === null);
    const lost = missing.map((ref) => el("p", { class: "bk-callout" }, t("compare.missing", { name: ref })));
    status.textContent = columns.length ? count("compare.shown", columns.length) : t("compare.none");
    const drawn = columns.length ? table(columns) : el("div");
    const more = columns.length < MOST_COMPARED ? [toCatalogue(refs, t(columns.length ? "compare.another" : "compare.begin"))] : [];
    const bar = [...(columns.length > 1 ? [onlyDifferent(drawn)] : []), ...more];
    place.replaceChildren(...lost, el("div", { class: "bk-found__bar" }, ...bar), drawn);
  } catch {
    status.textContent = t("catalogue.offline");
  }
}

withScripts();
window.addEventListener("hashchange", () => void draw());
void draw();
