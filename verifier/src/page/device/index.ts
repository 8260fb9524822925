// Makes this device ready for a check without network: the page itself by the service worker, the data by a kept set.
// Runs after the first verdict, in the background; what fails here takes nothing from the page.
import { sha256, utf8 } from "../../core/bytes.ts";
import { registryHash } from "../../core/jcs.ts";
import { text } from "../../core/json.ts";
import { at } from "../../core/template.ts";
import { readNote } from "../../source/kept.ts";
import { placeOf } from "../../source/place.ts";
import type { Tools } from "../tools.ts";
import { forgetData, keepData } from "./keep.ts";
import { drawPanel, type State } from "./panel.ts";
import { LIMITS, limitOf, setLimit } from "./settings.ts";
import type { Seen } from "./wanted.ts";

const LOCK = "bukti-device";

/** Starts it, and shows how far it is beneath the page. */
export async function setUp(tools: Tools): Promise<void> {
  if (!(await tools.loadLaterWords())) return;
  const device = new Device(tools);
  tools.onLanguage(() => device.draw());
  await device.keep();
}

class Device {
  private state: State = "getting";

  constructor(private readonly tools: Tools) {}

  /** Brings all up to date; `everything`: also where the visitor's browser is told to save data. */
  async keep(everything = false): Promise<void> {
    const { base } = this.tools;
    if (limitOf(base) === 0) return this.show("off");
    if (typeof caches === "undefined" || navigator.serviceWorker === undefined) return this.show("closed");
    this.show(readNote(base) === undefined ? "getting" : "kept");
    const page = this.keepPage();
    // Two windows at once would fetch all twice.
    const outcome = await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) =>
      lock === null ? undefined : keepData(base, limitOf(base), await this.wish(everything)),
    );
    const pageOutcome = await page;
    this.show(pageOutcome === "kept" || outcome === "full" ? (outcome ?? "kept") : pageOutcome);
  }

  async choose(limit: number): Promise<void> {
    const { base } = this.tools;
    if (limit < limitOf(base)) await forgetData(base); // what is kept may be more
    setLimit(base, limit);
    await this.keep();
  }

  /** Everything goes, the page itself too, and stays away until the visitor asks for it. */
  async remove(): Promise<void> {
    const { base } = this.tools;
    setLimit(base, 0);
    await forgetData(base);
    const worker = await navigator.serviceWorker.getRegistration(base);
    await worker?.unregister();
    const shells = (await caches.keys()).filter((name) => name.startsWith(`${placeOf(base, "shell")}:`));
    await Promise.all(shells.map((name) => caches.delete(name)));
    this.show("off");
  }

  draw(): void {
    const { base } = this.tools;
    drawPanel(this.tools, { state: this.state, note: readNote(base), limit: limitOf(base) }, {
      choose: (limit) => void this.choose(limit),
      keep: () => void this.choose(limitOf(base) || (LIMITS[0] as number)),
      keepAll: () => void this.keep(true),
      remove: () => void this.remove(),
    });
  }

  private show(state: State): void {
    this.state = state;
    this.draw();
  }

  /** What becomes of the page itself: it is kept as soon as the worker is installed. */
  private async keepPage(): Promise<State> {
    const { base, bundle, scriptAddress } = this.tools;
    try {
      const worker = await navigator.serviceWorker.register(scriptAddress("sw.js"), { scope: base, updateViaCache: "none" });
      // Browsers look for a newer one by themselves, but when they like.
      if (worker.active !== null) void worker.update().catch(() => undefined);
      const isThere = worker.active !== null || (await isInstalled(worker.installing ?? worker.waiting));
      return isThere && (await isWhole(worker.active, bundle)) ? "kept" : "without-page";
    } catch (error) {
      // A script that did not come, or a browser that takes none here.
      return (error as { name?: unknown }).name === "TypeError" ? "without-page" : "closed";
    }
  }

  private async wish(everything: boolean): Promise<{ languages: string[]; seen: Seen | undefined; sparing: boolean }> {
    const published = (document.documentElement.dataset["languages"] ?? "").split(" ");
    const languages = [...new Set([this.tools.language(), "en"])].filter((each) => published.includes(each));
    const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
    return { languages, seen: await this.seen(), sparing: saveData === true && !everything };
  }

  /** What was just looked up, in the terms of the look-up files. */
  private async seen(): Promise<Seen | undefined> {
    for (const { result, directory } of this.tools.answersShown()) {
      const id = text(at(result.credential ?? {}, "/credentialSubject/achievement/id"));
      const isOurs = result.checks.some(({ check, state }) => check === "issuer" && state === "passed");
      if (result.credential === null || directory === undefined || id === undefined || !isOurs) continue;
      return { achievement: await sha256(utf8(id)), credential: await registryHash(result.credential) };
    }
    return undefined;
  }
}

/** Whether a worker that is being installed gets there. */
function isInstalled(worker: ServiceWorker | null): Promise<boolean> {
  if (worker === null) return Promise.resolve(false);
  return new Promise((resolve) => {
    const look = (): void => {
      if (worker.state === "activated" || worker.state === "redundant") resolve(worker.state === "activated");
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

/** Whether the worker has all of the page; what was taken away meanwhile it fetches anew. */
function isWhole(worker: ServiceWorker | null, build: string): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data === true);
    worker?.postMessage(build, [port2]);
  });
}
