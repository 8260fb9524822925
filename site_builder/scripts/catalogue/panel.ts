// The facets as groups of check boxes. Made once, so that a box that has the focus keeps it; only counts change later.
import { el } from "../dom.ts";
import { number, t } from "../speech.ts";
import type { Choice } from "./choice.ts";
import type { Facet } from "./data.ts";

interface Row {
  readonly facet: string;
  readonly value: string;
  readonly label: string;
  readonly item: HTMLElement;
  readonly box: HTMLInputElement;
  readonly count: HTMLElement;
}

interface Group {
  readonly facet: Facet;
  readonly details: HTMLDetailsElement;
  readonly chosen: HTMLElement;
  readonly rows: readonly Row[];
  readonly more: HTMLButtonElement | undefined;
  all: boolean;
}

/** Values of a group that are shown at first. */
const SHOWN = 8;
/** Groups that are open at first where there is room. */
const OPEN = 5;
/** Values from which a group has a field to look for one. */
const MANY = 20;

export class Panel {
  private readonly groups: Group[] = [];

  constructor(
    private readonly place: HTMLElement,
    private readonly toggle: (facet: string, value: string) => void,
    /** Called when a group whose values are not there yet is opened. */
    private readonly later: (facet: string) => void,
  ) {}

  /** Adds the groups of facets that have a choice to offer. */
  add(facets: readonly Facet[], open = true): void {
    for (const facet of facets) {
      if (facet.values.length < 2) continue;
      const group = this.group(facet, open && this.groups.length < OPEN);
      this.groups.push(group);
      this.place.append(group.details);
    }
  }

  /** A group whose values come when it is opened. */
  promise(facet: string): void {
    const details = el("details", { class: "bk-facet", "data-facet": facet }, el("summary", {}, t(`catalogue.by.${facet}`)));
    details.addEventListener("toggle", () => details.open && this.later(facet));
    this.place.append(details);
  }

  /** Puts the values of a promised group in its place. */
  keep(facet: Facet): void {
    const promised = this.place.querySelector(`details[data-facet="${facet.id}"]`);
    const group = this.group(facet, true);
    this.groups.push(group);
    if (promised) promised.replaceWith(group.details);
    else this.place.append(group.details);
  }

  update(choice: Choice, counts: ReadonlyMap<string, readonly number[]>): void {
    for (const group of this.groups) {
      const chosen = choice.facets.get(group.facet.id) ?? [];
      group.chosen.textContent = chosen.length ? number(chosen.length) : "";
      group.rows.forEach((row, place) => {
        const count = counts.get(group.facet.id)?.[place] ?? 0;
        row.box.checked = chosen.includes(row.value);
        row.count.textContent = number(count);
        row.item.toggleAttribute("data-empty", count === 0 && !row.box.checked);
      });
      this.fold(group, chosen);
    }
  }

  private group(facet: Facet, open: boolean): Group {
    const rows = facet.values.map(([value, label]) => this.row(facet.id, value, label));
    const chosen = el("span", { class: "bk-facet__chosen" });
    const name = t(`catalogue.by.${facet.id}`);
    const list = el("ul", {}, ...rows.map(({ item }) => item));
    const fields = el("fieldset", {}, el("legend", { class: "bk-hidden" }, name), list);
    const details = el("details", { class: "bk-facet", open, "data-facet": facet.id }, el("summary", {}, name, " ", chosen), fields);
    const more = rows.length > SHOWN ? el("button", { type: "button", class: "bk-facet__more" }) : undefined;
    const group: Group = { facet, details, chosen, rows, more, all: false };
    if (rows.length > MANY) fields.insertBefore(this.filter(group, name), list);
    more?.addEventListener("click", () => {
      group.all = !group.all;
      this.fold(group, rows.filter(({ box }) => box.checked).map(({ value }) => value));
    });
    if (more) fields.append(more);
    return group;
  }

  private filter(group: Group, name: string): HTMLInputElement {
    const field = el("input", { type: "search", class: "bk-facet__find", "aria-label": t("catalogue.find", { facet: name }), placeholder: t("catalogue.find", { facet: name }) });
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLocaleLowerCase();
      group.all = wanted !== "";
      for (const { item, label } of group.rows) item.toggleAttribute("data-other", !label.toLocaleLowerCase().includes(wanted));
      this.fold(group, group.rows.filter(({ box }) => box.checked).map(({ value }) => value));
    });
    return field;
  }

  private row(facet: string, value: string, label: string): Row {
    const box = el("input", { type: "checkbox", value, change: () => this.toggle(facet, value) });
    const count = el("span", { class: "bk-facet__count" });
    const depth = facet === "field" && /^\d+$/.test(value) ? String(value.length - 2) : false;
    const item = el("li", { "data-depth": depth }, el("label", {}, box, el("span", {}, label), count));
    return { facet, value, label, item, box, count };
  }

  /** Shows the chosen values and the first others; of fields, narrower ones only below a chosen broad one. */
  private fold(group: Group, chosen: readonly string[]): void {
    let room = SHOWN;
    let left = 0;
    for (const { item, value, box } of group.rows) {
      const below = item.dataset["depth"] && item.dataset["depth"] !== "0";
      const apart = below && !group.all && !chosen.some((one) => value.startsWith(one.slice(0, 2)));
      const fits = !item.hasAttribute("data-empty") && !item.hasAttribute("data-other") && !apart;
      const shown = box.checked || (fits && (group.all || room > 0));
      if (fits && !shown) left += 1;
      if (shown) room -= 1;
      item.hidden = !shown;
    }
    if (!group.more) return;
    group.more.hidden = left === 0 && !group.all;
    group.more.setAttribute("aria-expanded", String(group.all));
    group.more.textContent = group.all ? t("catalogue.fewer") : t("catalogue.more", { count: left });
  }
}
