// How a visitor tells the registry's own page from a look-alike. Loaded when it is asked for.
import type { Tools } from "./tools.ts";

/** Four digits at a time are compared more easily. */
const grouped = (digits: string): string => digits.match(/.{1,4}/g)?.join(" ") ?? "";

export function drawHelp(tools: Tools): DocumentFragment {
  const { address, build, commit, el, say } = tools;
  const text = document.createDocumentFragment();
  text.append(
    el("p", {}, say("help.compare")),
    el("p", { class: "address" }, el("bdi", { dir: "ltr" }, `${address}/v/`)),
    el("p", {}, say("help.by-hand")),
    el("ol", {}, ...steps(tools)),
    el("p", {}, say("help.not-enough")),
    el("h3", {}, say("help.build")),
    el("p", {}, say("help.build.why")),
    el("p", {}, el("code", { dir: "ltr", class: "digest" }, grouped(build.slice(0, 16)))),
    el("details", {}, el("summary", {}, say("help.build.whole")), el("code", { dir: "ltr", class: "digest" }, grouped(build))),
    el("p", {}, say("help.data"), " ", el("code", { dir: "ltr" }, commit)),
  );
  return text;
}

function steps({ address, el, filled, find, isolated }: Tools): HTMLElement[] {
  const host = { address: isolated(address) };
  return ["help.step.type", "help.step.choose", "help.step.give"].map((key) => el("li", {}, ...filled(find(key) ?? "", host)));
}
