// The receipt as it is printed: one sheet for one credential, a table with a repeated head for many.
import type { Outcome } from "../core/result.ts";
import { type Basis, publications, type ReceiptEntry, times } from "./receipt-file.ts";
import { isoTime, sayDates, sayInput, type Summary, summaryOf } from "./summary.ts";
import type { Tools } from "./tools.ts";

type Content = (Node | string | false)[];

/** The sheet of all entries. */
export function sheet(entries: readonly ReceiptEntry[], basis: Basis, tools: Tools): HTMLElement {
  const { el, registryName, say } = tools;
  const [only] = entries;
  const body = entries.length === 1 && only !== undefined ? single(only, tools) : many(entries, tools);
  return el(
    "article",
    { class: "sheet", "aria-labelledby": "receipt-title" },
    el("p", { class: "registry" }, el("bdi", {}, registryName())),
    el("h1", { id: "receipt-title", tabindex: "-1" }, say("receipt.title")),
    ...body,
    el("h2", {}, say("receipt.about")),
    about(entries, basis, tools),
    warning(entries, basis, tools),
  );
}

/** What the paper is worth. */
function warning(entries: readonly ReceiptEntry[], { page }: Basis, tools: Tools): HTMLElement {
  const { el, filled, find } = tools;
  const [own] = publications(entries).flatMap(({ bases }) => bases.slice(0, 1));
  const address = el("bdi", { dir: "ltr" }, own === undefined ? page : `${own}/v/`);
  return el("p", { class: "warning" }, ...filled(find("receipt.warning") ?? "", { address }));
}

/** When, with which data, by which build. */
function about(entries: readonly ReceiptEntry[], { page, build }: Basis, tools: Tools): HTMLElement {
  const { el, isolated, say, sayDay } = tools;
  const data = publications(entries).map(({ snapshot, date }) => {
    const day = date === undefined ? "" : sayDay(date);
    return el("div", {}, day, " ", el("code", { dir: "ltr" }, snapshot), date !== undefined && el("small", {}, el("bdi", { dir: "ltr" }, isoTime(date))));
  });
  const buildName = build === "" ? say("receipt.unstated") : el("code", { dir: "ltr" }, build);
  return described(
    [
      [say("receipt.checked"), when(entries, tools)],
      [say("receipt.data"), data.length > 0 ? data : [say("page.data-none")]],
      [say("receipt.build"), [buildName]],
      [say("receipt.page"), [isolated(page)]],
    ],
    tools,
  );
}

/** The time on the visitor's clock with its zone, and in UTC. */
function when(entries: readonly ReceiptEntry[], { el, language, say }: Tools): Content {
  const [first, last] = times(entries) ?? [];
  if (first === undefined || last === undefined) return [say("receipt.unstated")];
  const locale = language() === "en" ? "en-GB" : language();
  const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, {
    year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "longOffset",
  }); // prettier-ignore
  const zone = format.resolvedOptions().timeZone;
  const isMoment = isoTime(first) === isoTime(last);
  const [from, until] = [format.format(first), format.format(last)];
  const local = isMoment ? from : say("receipt.from-until", { from, until });
  const utc = isMoment ? isoTime(first) : `${isoTime(first)} – ${isoTime(last)}`;
  return [el("bdi", {}, local), " ", el("bdi", { dir: "ltr" }, `(${zone})`), el("small", {}, el("bdi", { dir: "ltr" }, utc))];
}

function described(rows: readonly (readonly [string, Content])[], { el }: Tools): HTMLElement {
  return el("dl", {}, ...rows.map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, ...value))));
}

function verdict({ word, title }: Summary, sentence: string, { el, symbol }: Tools): HTMLElement {
  const words = el("div", {}, el("p", { class: "title" }, title), sentence !== "" && el("p", {}, sentence));
  const shown = el("div", { class: "verdict", "data-verdict": word ?? "waiting" });
  shown.append(symbol(word ?? "checking"), words);
  return shown;
}

function single(entry: ReceiptEntry, tools: Tools): HTMLElement[] {
  const { el, explain, isolated, say } = tools;
  const found = summaryOf(entry, tools);
  const sentence = entry.result === undefined ? found.reason : explain(entry.result).sentence;
  const rows: [string, Content][] = [
    [say("holder.label"), [isolated(found.name)]],
    [say("achievement.label"), [isolated(found.achievement, found.language)]],
    [say("issued-by.label"), [isolated(found.issuer)]],
    [say("dates.label"), [sayDates(found, tools)]],
    [say("result.label"), [isolated(found.result)]],
    [say("receipt.input"), [isolated(sayInput(entry.label, tools))]],
  ];
  const isSaid = ([, [value]]: [string, Content]): boolean => (typeof value === "string" ? value : (value as Node).textContent) !== "";
  const isClaim = !found.isProven && found.name + found.achievement !== "";
  return [
    verdict(found, sentence, tools),
    ...(isClaim ? [el("p", { class: "unproven" }, say("claims.unproven"))] : []),
    described(rows.filter(isSaid), tools),
    link(entry, tools),
    ...(entry.result === undefined ? [] : [el("h2", {}, say("log.heading")), checks(entry.result.checks, tools)]),
  ];
}

function link({ link }: ReceiptEntry, { el, say }: Tools): HTMLElement {
  const place = link === undefined ? say("receipt.no-link") : el("a", { href: link, dir: "ltr", class: "link" }, link);
  return el("p", { class: "again" }, el("strong", {}, say("receipt.link")), " ", place);
}

function checks(outcomes: readonly Outcome[], { el, say }: Tools): HTMLElement {
  const rows = outcomes.map(({ check, state, code }) =>
    el("tr", {}, el("th", { scope: "row" }, say(`check.${check}`)), el("td", {}, say(`state.${state}`)), el("td", {}, el("code", { dir: "ltr" }, code))),
  );
  const heads = (["check", "state", "code"] as const).map((name) => el("th", { scope: "col" }, say(`receipt.${name}`)));
  return el("table", { class: "checks" }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows));
}

/** A row group for each entry, so that none is broken over two pages; its link below it. */
function many(entries: readonly ReceiptEntry[], tools: Tools): HTMLElement[] {
  const { el, isolated, say } = tools;
  const names = ["receipt.number", "receipt.input", "bulk.column.word", "holder.label", "achievement.label", "issued-by.label", "dates.label"];
  const head = el("thead", {}, el("tr", {}, ...names.map((name) => el("th", { scope: "col" }, say(name)))));
  const bodies = entries.map((entry, i) => {
    const found = summaryOf(entry, tools);
    const claim = !found.isProven && found.name !== "" && el("small", {}, say("bulk.claimed"));
    const title = el("span", { class: "badge", "data-verdict": found.word ?? "waiting" }, found.word === undefined ? say("receipt.not-checked") : found.title);
    const code = found.code !== "" && el("code", { dir: "ltr" }, found.code);
    const cells: Content[] = [
      [title, " ", code],
      [isolated(found.name), " ", claim],
      [isolated(found.achievement, found.language)],
      [isolated(found.issuer)],
      [days(found, tools)],
    ];
    const first = el("tr", {}, el("td", {}, String(i + 1)), el("th", { scope: "row" }, isolated(sayInput(entry.label, tools))), ...cells.map((cell) => el("td", {}, ...cell)));
    const again = el("tr", { class: "again" }, el("td", { colspan: String(names.length) }, entry.link ? el("a", { href: entry.link, dir: "ltr", class: "link" }, entry.link) : say("receipt.no-link")));
    return el("tbody", {}, first, again);
  });
  return [tally(entries, tools), el("table", { class: "all", "aria-labelledby": "receipt-title" }, head, ...bodies)];
}

/** From and until as narrow as it goes. */
function days({ from, until }: Summary, { el }: Tools): HTMLElement {
  const [first, last] = [from, until].map((day) => day !== "" && el("bdi", { dir: "ltr", class: "day" }, day));
  return el("span", {}, first ?? "", last && " – ", last ?? "");
}

function tally(entries: readonly ReceiptEntry[], tools: Tools): HTMLElement {
  const { el, say } = tools;
  const counted = new Map<string, number>();
  for (const entry of entries) {
    const { word } = summaryOf(entry, tools);
    const title = word === undefined ? say("receipt.not-checked") : say(`verdict.${word}.title`);
    counted.set(title, (counted.get(title) ?? 0) + 1);
  }
  const items = [...counted].map(([title, n]) => el("li", {}, el("strong", {}, String(n)), " ", title));
  return el("ul", { class: "tally" }, ...items);
}
