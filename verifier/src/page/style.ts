// The style of a part of the page, which comes with the part.
import type { Tools } from "./tools.ts";

/** Loads a style once; false where it cannot be had. */
export function loadStyle(name: "bulk.css" | "receipt.css", { base, bundle, el }: Tools): Promise<boolean> {
  if (document.querySelector(`link[data-style="${name}"]`) !== null) return Promise.resolve(true);
  const link = el("link", { rel: "stylesheet", href: new URL(`${name}?${bundle}`, base).href, "data-style": name });
  return new Promise((resolve) => {
    link.addEventListener("load", () => resolve(true));
    link.addEventListener("error", () => {
      link.remove();
      resolve(false);
    });
    document.head.append(link);
  });
}
