// Filters the cards of the catalogue. Without this script the whole list is there to read.
"use strict";
(() => {
  const form = document.getElementById("bk-filter");
  const result = document.getElementById("bk-filter-result");
  const cards = [...document.querySelectorAll("[data-cards] > .bk-card")];
  if (!form || !result || !cards.length) return;

  // Accents, case and the tatweel of Arabic do not matter when searching.
  const fold = (text) => text.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "").toLowerCase();
  const texts = new Map(cards.map((card) => [card, fold(card.textContent)]));
  const initial = result.textContent;
  const fields = [...form.elements].filter((field) => field.name);
  const digits = (number) => [...String(number)].map((digit) => result.dataset.digits[digit]).join("");

  function fits(card) {
    return fields.every((field) => {
      if (!field.value) return true;
      if (field.name === "q") return fold(field.value).split(/\s+/).every((word) => texts.get(card).includes(word));
      return (card.dataset[field.name] ?? "").split(" ").includes(field.value);
    });
  }

  function apply() {
    let shown = 0;
    for (const card of cards) {
      card.hidden = !fits(card);
      if (!card.hidden) shown += 1;
    }
    for (const list of document.querySelectorAll("[data-cards]")) {
      list.closest("section").hidden = ![...list.children].some((card) => !card.hidden);
    }
    const filtered = fields.some((field) => field.value);
    const some = result.dataset.some.replace("{count}", digits(shown)).replace("{total}", digits(cards.length));
    result.textContent = !filtered ? initial : shown ? some : result.dataset.none;
    remember();
  }

  // The choice stands in the address, so that it can be bookmarked and sent.
  function remember() {
    const chosen = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
    const query = chosen.toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
  }

  const asked = new URLSearchParams(location.search);
  for (const field of fields) field.value = asked.get(field.name) ?? "";
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  if (asked.size) apply();
})();
