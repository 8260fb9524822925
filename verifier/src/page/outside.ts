// Results on credentials of issuers outside the registry.
import type { Result } from "../core/result.ts";
import { el } from "./dom.ts";
import { say } from "./messages.ts";
import { tools } from "./tools.ts";

let part: typeof import("./outside-checks.ts") | undefined;

/** Has the part at hand that tells of such results; without it the page says that it is missing. */
export async function loadOutside(): Promise<void> {
  part ??= await import("./outside-checks.ts").catch(() => undefined);
}

/** What was checked all the same; filled later where the part is not at hand yet. */
export function checkedOutside(result: Result): HTMLElement {
  const place = el("div", { class: "document outside-checks" });
  const fill = (): void => place.replaceChildren(...(part?.checkedOutside(result, tools) ?? [say("action.failed")]));
  if (part === undefined) void loadOutside().then(fill);
  else fill();
  return place;
}
