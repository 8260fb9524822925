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
/** Sections that speak of the registry or of all versions, or say again in another form what other sections say. */
const OTHERS = new Set(["versions", "verifying", "report", "badge", "names", "matrix"]);

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
  const found = [...section.querySelectorAll(BLOCKS)].filter((block) => !block.matches(TAGS));
  return found.map((block) => (block.matches("tr") ? cells(block) : line(own(block)))).filter(Boolean);
}

/** The text of a block without that of blocks inside it. */
function own(block: Element): string {
  const parts: string[] = [];
  for (const node of block.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) parts.push(node.textContent ?? "");
    else if (node instanceof Element && !node.matches(`${BLOCKS}, ul, ol, dl, table, script`)) parts.push(own(node));
  }
  return parts.join("");
}

function cells(row: Element): string {
  return [...row.children].map((cell) => line(cell.textContent)).join(" | ");
}
