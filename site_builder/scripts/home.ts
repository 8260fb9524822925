// The first page's search: the words go to the catalogue behind '#', which browsers do not send to the host.
import { byId } from "./dom.ts";

const form = byId<HTMLFormElement>("bk-home-search");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const q = byId<HTMLInputElement>("bk-home-q").value.trim();
  location.assign(form.action + (q ? `#${new URLSearchParams({ q }).toString()}` : ""));
});
