// Elements and text nodes. Nothing that the page shows is ever read as markup.

type Child = Node | string | undefined | false;
type Attributes = Record<string, string | boolean | undefined>;

/** An element with attributes (`true`: present, `undefined` and `false`: left out) and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(attribute, value === true ? "" : value);
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return element;
}

/** Text of somebody else's, in whatever direction it runs, kept apart from the text around it. */
export function isolated(text: string, language?: string): HTMLElement {
  return el("bdi", { lang: language }, text);
}

/** The parts of a message with nodes in the places of its `{names}`, each kept apart in its own direction. */
export function filled(message: string, nodes: Readonly<Record<string, Node | string>>): (Node | string)[] {
  return message.split(/\{([a-z]+)\}/).map((part, i) => (i % 2 === 1 ? (nodes[part] ?? "") : part));
}

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element ${id}`);
  return found;
}

const SVG = "http://www.w3.org/2000/svg";

/** A drawing of 48 by 48; decoration, since the words beside it say the same. */
export function drawing(shapes: readonly (readonly [name: string, attributes: Record<string, string>])[]): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [attribute, value] of [["viewBox", "0 0 48 48"], ["aria-hidden", "true"], ["class", "symbol"]] as const) {
    svg.setAttribute(attribute, value);
  }
  for (const [name, attributes] of shapes) {
    const shape = document.createElementNS(SVG, name);
    for (const [attribute, value] of Object.entries(attributes)) shape.setAttribute(attribute, value);
    svg.append(shape);
  }
  return svg;
}
