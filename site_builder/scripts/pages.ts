// Other pages of the site, read for what they say: one rule for how something is shown, that of the builder's templates.

export interface Read {
  readonly address: URL;
  readonly page: Document;
}

/** The page at an address; null where there is none. Throws when it cannot be had now. */
export async function readPage(address: string): Promise<Read | null> {
  const answer = await fetch(address);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { address: new URL(answer.url), page };
}

/** A copy of what an element holds, for another page: links lead where they led, ids stay behind. */
export function copied(element: Element, { address }: Read): DocumentFragment {
  const copy = document.importNode(element, true);
  for (const link of copy.querySelectorAll("a[href]")) {
    link.setAttribute("href", new URL(link.getAttribute("href") ?? "", address).href);
  }
  for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
  for (const one of copy.querySelectorAll("[data-fact]")) one.removeAttribute("data-fact");
  const inside = document.createDocumentFragment();
  inside.append(...copy.childNodes);
  return inside;
}

/** Text in one line. */
export function line(text: string | null | undefined): string {
  return (text ?? "").replace(/\s+/g, " ").trim();
}
