// "Is this the real page?", folded; what it says is fetched when it is opened.
import { byId } from "./dom.ts";
import { onLanguage } from "./messages.ts";
import { tools } from "./tools.ts";

export function setUpHelp(): void {
  const fold = byId("help") as HTMLDetailsElement;
  const draw = async (): Promise<void> => {
    const [part, hasWords] = await Promise.all([import("./help.ts").catch(() => undefined), tools.loadLaterWords()]);
    byId("help-text").replaceChildren(hasWords && part ? part.drawHelp(tools) : tools.say("action.failed"));
  };
  fold.addEventListener("toggle", () => fold.open && void draw());
  onLanguage(() => fold.open && void draw());
}
