// What was put aside to be compared, at the lower edge of the page.
import { byId, el } from "../dom.ts";
import { count, t } from "../speech.ts";
import { MOST_COMPARED } from "./choice.ts";

export class Tray {
  private readonly place = byId("bk-tray");
  private refs: readonly string[] = [];

  constructor(private readonly changed: (refs: readonly string[]) => void) {}

  update(refs: readonly string[]): void {
    this.refs = refs;
    this.place.hidden = refs.length === 0;
    const to = `${this.place.dataset["compare"] ?? ""}#${refs.join(",")}`;
    const go = el("a", { class: "bk-button", href: to }, t("compare.go"));
    const clear = el("button", { type: "button", class: "bk-button bk-button--quiet", click: () => this.changed([]) }, t("compare.clear"));
    this.place.replaceChildren(el("p", { role: "status" }, count("compare.chosen", refs.length)), go, clear);
  }

  /** Gives a card its button, or brings that up to date. */
  dress(card: HTMLElement): void {
    const ref = card.dataset["ref"];
    if (ref === undefined) return;
    const button = card.querySelector<HTMLButtonElement>(".bk-compare") ?? this.button(card, ref);
    const chosen = this.refs.includes(ref);
    button.setAttribute("aria-pressed", String(chosen));
    button.disabled = !chosen && this.refs.length >= MOST_COMPARED;
    button.title = button.disabled ? t("compare.full", { count: MOST_COMPARED }) : "";
  }

  private button(card: HTMLElement, ref: string): HTMLButtonElement {
    const title = card.querySelector(".bk-card__title")?.textContent ?? ref;
    const made = el("button", { type: "button", class: "bk-compare", "aria-label": t("compare.add", { title }) }, t("compare.short"));
    made.addEventListener("click", () =>
      this.changed(this.refs.includes(ref) ? this.refs.filter((one) => one !== ref) : [...this.refs, ref]),
    );
    card.append(made);
    return made;
  }
}
