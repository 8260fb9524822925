// What the site builder wrote into the page about the registry around it: there before anything was asked for.
import { byId, el } from "./dom.ts";
import { language, say } from "./messages.ts";
import { nameIn } from "./names.ts";

const { dataset } = document.documentElement;

/** The site's root. */
export const base = new URL(dataset["base"] ?? "../", location.href).href;

/** The digest of the verifier's files (PAG-4), and the registry's own address: told by the build, not by where it is served. */
export const build = dataset["digest"] ?? "";
export const address = dataset["address"] ?? "";
/** The commit whose data this site was built from. */
export const commit = dataset["build"] ?? "";

/** The look-up files, where the build made one of each kind. */
export const onlyLookups = (dataset["lookup"] ?? "").split(" ").filter((path) => path !== "");

/** Whether nothing in this registry is a real award. */
export const isDemonstration = dataset["demonstration"] === "true";

/** The registry's name in the visitor's language if it has one. */
export function registryName(): string {
  let names: Record<string, string> = {};
  try {
    names = JSON.parse(dataset["registry"] ?? "{}") as Record<string, string>;
  } catch {
    // a page that was not filled in has no name to show
  }
  return nameIn(names, language()) || "Bukti";
}

/** The way back to the registry's first page, in the visitor's language if the site has it. */
export function drawHome(): void {
  const languages = (dataset["languages"] ?? "").split(" ");
  const home = byId("home");
  home.setAttribute("href", base + (languages.indexOf(language()) > 0 ? `${language()}/` : ""));
  home.setAttribute("data-name", registryName());
  home.replaceChildren(el("span", { class: "arrow", "aria-hidden": "true" }, "←"), " ", el("span", {}, say("page.back", { registry: registryName() })));
}

/** The sample's link, as long as nothing else is being checked. */
export function drawSample(isFirst: boolean): void {
  const sample = dataset["sample"] ?? "";
  byId("sample").hidden = !isFirst || sample === "";
  byId("sample").replaceChildren(el("a", { href: `#${sample}` }, say("page.sample")));
}
