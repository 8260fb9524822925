// Elements made without markup: what the registry says reaches the page as text.

type Child = Node | string;
type Properties = Record<string, string | boolean | ((event: Event) => void)>;

/** An element; a property that is a function listens, `true` sets an attribute without a value, `false` leaves it away. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** The element with an id. Throws where the page has none: script and template belong together. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as T;
}

/** What the page's address says behind '#'; as it stands there where it is not properly encoded. */
export function fragment(): string {
  const said = location.hash.slice(1);
  try {
    return decodeURIComponent(said);
  } catch {
    return said;
  }
}

/** Gives the room that was kept for scripts back to what stands there without them. */
export function plainly(): void {
  document.documentElement.classList.remove("bk-scripts");
}

/** Shows what needs scripts, and hides what stands there for those who run none. */
export function withScripts(): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-scripted]")) part.hidden = false;
  for (const part of document.querySelectorAll<HTMLElement>("[data-plain]")) part.hidden = true;
}
