// What stands beneath the page about use without network: how far it is, and what the visitor may decide.
import type { Note } from "../../source/kept.ts";
import type { Tools } from "../tools.ts";
import type { Kept } from "./keep.ts";
import { LIMITS, MEGABYTE } from "./settings.ts";

/** `without-page`: the page itself could not be kept, so that data alone is of no use. */
export type State = Kept | "getting" | "off" | "without-page";

interface Shown {
  state: State;
  note: Note | undefined;
  /** Megabytes; 0: nothing is kept. */
  limit: number;
}

interface Actions {
  choose(limit: number): void;
  keep(): void;
  keepAll(): void;
  remove(): void;
}

export function drawPanel(tools: Tools, shown: Shown, actions: Actions): void {
  const { byId, el, say } = tools;
  const place = byId("device");
  const isOpen = place.querySelector("details")?.open === true;
  const summary = el("summary", {}, el("span", { role: "status" }, sentence(tools, shown)));
  const focused = place.contains(document.activeElement) ? document.activeElement?.id : undefined;
  place.replaceChildren(
    el("details", { open: isOpen }, summary, el("p", {}, say("offline.what")), ...choices(tools, shown, actions)),
  );
  // What the visitor just used is drawn anew, or gone.
  if (focused === undefined) return;
  const same = [...place.querySelectorAll<HTMLElement>("select, button")].find(({ id }) => id === focused);
  (same ?? place.querySelector("summary"))?.focus();
}

function sentence({ say, sayDate }: Tools, { state, note, limit }: Shown): string {
  if (state === "off" || state === "closed" || state === "getting") return say(`offline.${state}`);
  if (state === "without-page") return say("offline.unreached");
  if (note === undefined) return say(state === "full" ? "offline.full" : "offline.unreached");
  const names = { day: note.day === undefined ? "?" : sayDate(note.day), size: size(note.bytes), limit: String(limit) };
  if (state === "full") return `${say("offline.full")} ${say("offline.before", names)}`;
  return say(note.without === undefined ? "offline.ready" : `offline.ready.${note.without}`, names);
}

/** Megabytes with one digit after the point, and never none at all. */
const size = (bytes: number): string => Math.max(0.1, bytes / MEGABYTE).toFixed(1);

function choices(tools: Tools, { state, note, limit }: Shown, actions: Actions): HTMLElement[] {
  const { say } = tools;
  if (state === "closed") return [];
  if (state === "off") return [button(tools, "device-keep", say("offline.keep"), actions.keep)];
  return [
    limitChoice(tools, limit, actions),
    tools.el(
      "div",
      { class: "actions" },
      note?.without === "sparing" && button(tools, "device-all", say("offline.all"), actions.keepAll),
      note !== undefined && persistButton(tools),
      button(tools, "device-remove", say("offline.remove"), actions.remove),
    ),
  ];
}

function button({ el }: Tools, id: string, words: string, act: () => void): HTMLElement {
  const made = el("button", { type: "button", id }, words);
  made.addEventListener("click", act);
  return made;
}

function limitChoice({ el, say }: Tools, limit: number, actions: Actions): HTMLElement {
  const select = el("select", { id: "device-limit" });
  for (const each of [...new Set([...LIMITS, limit])].sort((a, b) => a - b)) {
    select.append(el("option", { value: String(each), selected: each === limit }, say("offline.limit.choice", { size: String(each) })));
  }
  select.addEventListener("change", () => actions.choose(Number(select.value)));
  return el("p", {}, el("label", { for: "device-limit" }, say("offline.limit")), " ", select);
}

/** Browsers clear what is kept when space runs low, unless they are asked, and some ask the visitor in turn. */
function persistButton(tools: Tools): HTMLElement | false {
  if (navigator.storage?.persist === undefined) return false;
  const told = tools.el("span", { role: "status" });
  const ask = button(tools, "device-persist", tools.say("offline.persist"), () => {
    void navigator.storage.persist().then((granted) => {
      told.textContent = tools.say(granted ? "offline.persist.granted" : "offline.persist.refused");
    });
  });
  return tools.el("span", { class: "persist" }, ask, " ", told);
}
