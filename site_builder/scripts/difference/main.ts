// What changed between two versions of a micro-credential, from the pages of both.
import { byId, el, fragment, withScripts } from "../dom.ts";
import { type Read, line, readPage } from "../pages.ts";
import { count, t } from "../speech.ts";
import { type Section, sections } from "./blocks.ts";
import { type Change, type Pair, pairs, pieces, worded } from "./changes.ts";

/** Texts with more pieces than this are shown whole, one after the other. */
const MOST_PIECES = 2000;
const ADDRESS = /^([a-z0-9-]{1,64}\/[a-z0-9-]{1,64}):(\d{1,6}):(\d{1,6})$/;
const status = byId("bk-status");
const place = byId("bk-drawn");
const catalogue = place.dataset["catalogue"] ?? "";

function text({ before, after }: Pair): HTMLElement {
  const whole: Change<string>[] = [{ kind: "out", value: before }, { kind: "in", value: after }];
  const long = pieces(before).length + pieces(after).length > MOST_PIECES;
  const parts = long || !before || !after ? whole.filter(({ value }) => value) : worded(before, after);
  const nodes = parts.map(({ kind, value }) => (kind === "same" ? value : el(kind === "in" ? "ins" : "del", {}, value)));
  return el("p", { dir: "auto" }, ...nodes);
}

function item(pair: Pair): HTMLElement {
  const kind = pair.before ? (pair.after ? "changed" : "out") : "in";
  return el("li", { class: `bk-change bk-change--${kind}` }, el("span", { class: "bk-tag" }, t(`difference.${kind}`)), text(pair));
}

function part(title: string, found: readonly Pair[]): HTMLElement {
  return el("section", { class: "bk-section" }, el("h2", {}, title), el("ul", { class: "bk-changes" }, ...found.map(item)));
}

function drawn(before: readonly Section[], after: readonly Section[]): HTMLElement[] {
  const ids = [...new Set([...after, ...before].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const [was, is] = [before, after].map((all) => all.find((one) => one.id === id));
    const blocks = id === "title" ? [was, is].map((one) => [one?.title ?? "", ...(one?.blocks ?? [])]) : [was?.blocks ?? [], is?.blocks ?? []];
    const found = pairs(blocks[0] ?? [], blocks[1] ?? []);
    return found.length ? [part(id === "title" ? t("difference.heading") : (is ?? was)?.title ?? id, found)] : [];
  });
}

/** The page that states a version in full: the page of the offer, where the version's own page is short. */
async function readWhole(ref: string, version: string): Promise<Read | null> {
  const read = await readPage(`${catalogue}${ref}/v${version}/`);
  return read?.page.querySelector("[data-brief]") ? readPage(`${catalogue}${ref}/`) : read;
}

/** Links to both versions in full, and to the other way round of looking. */
function ends(ref: string, from: string, to: string): HTMLElement {
  const one = (version: string) => el("a", { href: `${catalogue}${ref}/v${version}/` }, t("difference.version", { version: Number(version) }));
  const turned = el("a", { href: `#${ref}:${to}:${from}` }, t("difference.turn"));
  return el("p", {}, one(from), " → ", one(to), " · ", turned);
}

async function draw(): Promise<void> {
  const [, ref = "", from = "", to = ""] = ADDRESS.exec(fragment()) ?? [];
  if (!ref) {
    status.textContent = t("difference.none");
    place.replaceChildren(el("p", {}, el("a", { class: "bk-button", href: catalogue }, t("compare.begin"))));
    return;
  }
  try {
    const [before, after] = await Promise.all([from, to].map((version) => readWhole(ref, version)));
    if (!before || !after) {
      status.textContent = t("difference.missing", { name: ref });
      place.replaceChildren(ends(ref, from, to));
      return;
    }
    const found = drawn(sections(before.page), sections(after.page));
    const number = found.reduce((sum, one) => sum + one.querySelectorAll("li").length, 0);
    const title = line(after.page.querySelector("h1")?.textContent);
    status.textContent = number ? count("difference.count", number) : t("difference.same");
    place.replaceChildren(el("h2", { class: "bk-drawn__title" }, title), ends(ref, from, to), ...found);
  } catch {
    status.textContent = t("catalogue.offline");
  }
}

withScripts();
window.addEventListener("hashchange", () => void draw());
void draw();
