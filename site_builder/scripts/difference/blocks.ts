// What a page of one version says, as blocks of text in their sections, in the order of reading.
import { line } from "../pages.ts";

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly string[];
}

const BLOCKS = "h3, h4, p, li, dt, dd, tr, figcaption";
/** Labels at the top of a page, which stand among its facts, too. */
const TAGS = "[class*=tags], [class*=eyebrow]";
/** What moves with time and is no part of a version. */
const NOW = "[data-now], [data-now] *";
/** Sections that speak of the registry or of all versions, or say again in another form what other sections say. */
const OTHERS = new Set(["versions", "verifying", "report", "badge", "names", "matrix", "enrolment"]);

export function sections(page: Document): Section[] {
  const found = [...page.querySelectorAll("section[id]")].filter(({ id, parentElement }) => !OTHERS.has(id) && !parentElement?.closest("section[id]"));
  const about = page.querySelector(".bk-head, .bk-mc__head");
  const read = found.map((section) => ({
    id: section.id,
    title: line(section.querySelector("h2")?.textContent),
    blocks: blocks(section),
  }));
  const title = line(page.querySelector("h1")?.textContent);
  return [{ id: "title", title, blocks: about ? blocks(about) : [] }, ...read];
}

function blocks(section: Element): string[] {
  const found = [...section.querySelectorAll(BLOCKS)].filter((block) => !block.matches(`${TAGS}, ${NOW}`));
  return found.map((block) => (block.matches("tr") ? cells(block) : line(own(block)))).filter(Boolean);
}

/** The text of a block without that of the elements inside it that `apart` names. */
function own(block: Element, apart = `${BLOCKS}, ${NOW}, ul, ol, dl, table, script`): string {
  const parts: string[] = [];
  for (const node of block.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) parts.push(node.textContent ?? "");
    else if (node instanceof Element && !node.matches(apart)) parts.push(node.localName === "br" ? " " : own(node, apart));
  }
  return parts.join("");
}

function cells(row: Element): string {
  return [...row.children].filter((cell) => !cell.matches(NOW)).map((cell) => line(own(cell, NOW))).join(" | ");
}
