// What scripts will show has its room from the first paint on, and what stands there for those who run none gives way:
// nothing moves under the reader's finger when the scripts come. Until then the room is empty.
import { plainly } from "./dom.ts";

document.documentElement.classList.add("bk-scripts");

/** A script that does not come, or fails before it has shown anything: the plain page is the page. */
function failed({ target }: Event): void {
  if (target === window || target instanceof HTMLScriptElement) plainly();
}

window.addEventListener("error", failed, true);
