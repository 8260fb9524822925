// The viewfinder: reads the code in front of the camera, whatever address it names, and hands the card to the page.
import { newLens, type Lens } from "./camera-lens.ts";
import { cameraFault } from "./camera-fault.ts";
import { style } from "./camera-style.ts";
import { isCard } from "./picture-card.ts";
import { newReader, type Reader } from "./picture-reader.ts";
import type { Tools } from "./tools.ts";

/** Milliseconds without a code after which the page says what may help. */
const SLOW = 8_000;
/** Characters of a text that is no card's, as the page repeats it. */
const REPEATED = 80;

interface Finder {
  tools: Tools;
  dialog: HTMLDialogElement;
  video: HTMLVideoElement;
  status: HTMLElement;
  controls: HTMLElement;
  reader: Reader;
}

/** Opens the viewfinder; it ends with a card, with a key or button that closes it, or with words on why there is no picture. */
export async function openCamera(tools: Tools): Promise<void> {
  if (!(await tools.loadLaterWords())) throw new Error("the viewfinder's words cannot be had");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter((sheet) => sheet !== style), style];
  const finder = draw(tools);
  const cards = await look(finder);
  if (cards.length === 0) return;
  navigator.vibrate?.(60);
  await tools.check(...cards.map((input) => ({ input, label: "camera" })));
  tools.byId("results").scrollIntoView({ block: "start" });
}

function draw(tools: Tools): Finder {
  const { el, say } = tools;
  const video = el("video", { muted: true, playsinline: true, "aria-hidden": "true" });
  video.muted = true;
  const status = el("p", { class: "camera-status", role: "status" });
  const close = el("button", { type: "button" }, say("camera.close"));
  const controls = el("div", { class: "actions" }, close);
  const heading = el("h2", { id: "camera-heading" }, say("camera.heading"));
  const dialog = el("dialog", { class: "camera", "aria-labelledby": "camera-heading" }, heading, el("div", { class: "finder" }, video), status, controls);
  close.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return { tools, dialog, video, status, controls, reader: newReader(tools.startWorker) };
}

/** The cards that were seen; none where the visitor closed the viewfinder. */
async function look(finder: Finder): Promise<readonly string[]> {
  const { dialog, video, reader } = finder;
  const lens = newLens(video);
  const onVisibility = (): void => (document.hidden || isBroken(finder) ? lens.stop() : void start(finder, lens));
  document.addEventListener("visibilitychange", onVisibility);
  dialog.addEventListener("close", () => lens.stop());
  try {
    await start(finder, lens);
    return await watch(finder, lens);
  } finally {
    document.removeEventListener("visibilitychange", onVisibility);
    lens.stop();
    reader.close();
    dialog.close();
    dialog.remove();
  }
}

async function start(finder: Finder, lens: Lens): Promise<void> {
  const { tools, dialog, status, controls } = finder;
  status.textContent = tools.say("camera.starting");
  status.removeAttribute("data-fault");
  try {
    await lens.start();
    if (!dialog.open) return lens.stop();
    status.textContent = tools.say("camera.hint");
    drawControls(finder, lens);
  } catch (error) {
    lens.stop();
    status.textContent = tools.say(`camera.${cameraFault(error)}`);
    status.setAttribute("data-fault", cameraFault(error));
    controls.querySelector("button")?.focus();
  }
}

/** The light and the other cameras, where this device has them. */
function drawControls(finder: Finder, lens: Lens): void {
  const { tools: { el, say }, controls } = finder;
  const [close, ...earlier] = controls.children;
  const light = el("button", { type: "button", "aria-pressed": "false" }, say("camera.light"));
  light.addEventListener("click", () => void lens.light().then((isOn) => light.setAttribute("aria-pressed", String(isOn))));
  const other = el("button", { type: "button" }, say("camera.other"));
  other.addEventListener("click", () => {
    lens.change();
    void start(finder, lens);
  });
  light.hidden = !lens.hasLight();
  const hadFocus = earlier.some((each) => each === document.activeElement);
  for (const each of earlier) each.remove();
  close?.after(light, ...(lens.isOneOfSeveral() ? [other] : [])); // which stays, since it may have the focus
  if (hadFocus) other.focus();
}

/** Frame after frame, each only when the one before it is done. */
async function watch(finder: Finder, lens: Lens): Promise<readonly string[]> {
  const { dialog, video, reader } = finder;
  let since = performance.now();
  for (let turn = 0; dialog.open; turn++) {
    await nextFrame(video);
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.paused) continue;
    const { texts, fault } = await reader.read({ frame: await createImageBitmap(video), turn });
    const cards = texts.filter(isCard);
    if (cards.length > 0 && dialog.open) return cards;
    if (fault === "broken") return tellBroken(finder, lens);
    if (texts[0] !== undefined) tellOther(finder, texts[0]);
    else if (performance.now() - since > SLOW) tell(finder, finder.tools.say("camera.slow"));
    if (texts[0] !== undefined) since = performance.now();
  }
  return [];
}

/** The next picture of the camera; soon in any case, since a camera may stand still. */
function nextFrame(video: HTMLVideoElement): Promise<unknown> {
  return new Promise((resolve) => {
    setTimeout(resolve, 150);
    video.requestVideoFrameCallback?.(resolve);
  });
}

/** Says it once, so that it is read out once. */
function tell({ status }: Finder, words: string, ...more: Node[]): void {
  const wanted = [words, ...more.map(({ textContent }) => textContent)].join(" ");
  if (status.textContent === wanted) return;
  status.replaceChildren(words, ...more.flatMap((node) => [" ", node]));
}

/** A code that is no card's: its text is shown as text, and the search goes on. */
function tellOther(finder: Finder, text: string): void {
  const { isolated, say } = finder.tools;
  const short = text.length > REPEATED ? `${text.slice(0, REPEATED)}…` : text;
  tell(finder, say("camera.no-card"), isolated(short));
}

const isBroken = ({ status }: Finder): boolean => status.getAttribute("data-fault") === "broken";

/** The reader does not work here: the viewfinder stays open with the words until it is closed. */
async function tellBroken(finder: Finder, lens: Lens): Promise<readonly string[]> {
  lens.stop();
  finder.status.setAttribute("data-fault", "broken");
  tell(finder, finder.tools.say("camera.broken"));
  await new Promise((resolve) => finder.dialog.addEventListener("close", resolve));
  return [];
}
