// The verify page: it starts here, speaks the visitor's language and checks what its address holds.
// Everything happens on the visitor's device.
import { type Bytes, NoCryptography } from "../core/bytes.ts";
import { setFallback } from "../core/ed25519.ts";
import { askEarly, check, forgetEarly, onAnswers } from "./desk.ts";
import { byId, el } from "./dom.ts";
import { setUpForm } from "./form.ts";
import { setUpHelp } from "./spoof.ts";
import { LANGUAGES, type Language, language, loadLaterWords, onLanguage, say, setLanguage, wantedLanguage } from "./messages.ts";
import { drawWords } from "./surround.ts";
import { tools } from "./tools.ts";

/** Nothing that makes later visits faster may slow down this one. */
const LEISURE = 1_500;

async function chooseLanguage(chosen: Language, keep: boolean): Promise<boolean> {
  const isSpeaking = await setLanguage(chosen, keep);
  (byId("language") as HTMLSelectElement).value = language();
  return isSpeaking;
}

async function setUpLanguages(): Promise<boolean> {
  const select = byId("language") as HTMLSelectElement;
  for (const [tag, name] of Object.entries(LANGUAGES)) select.append(el("option", { value: tag, lang: tag }, name));
  onLanguage(drawWords);
  select.addEventListener("change", () => void chooseLanguage(select.value as Language, true));
  return chooseLanguage(wantedLanguage(), false);
}

/** Checks the card in the address, if there is one, and takes it out of the address bar and the tab's history (PAG-3). */
function checkAddress(): void {
  const { hash, pathname, search } = location;
  if (hash.length <= 1) return forgetEarly();
  history.replaceState(history.state, "", pathname + search);
  void check({ input: hash, label: "link" });
}

/** In somebody else's frame the words around a result would not be ours (PAG-6). */
async function showFramed(): Promise<void> {
  const link = el("a", { href: location.href, target: "_blank", rel: "noopener" }, say("page.title"));
  const why = el("p");
  byId("heading").replaceChildren(why, el("p", {}, link));
  if (!(await loadLaterWords())) return;
  [why.textContent, link.textContent] = [say("page.framed"), say("page.framed.open")];
}

/** Where the browser has no Ed25519. A part that cannot be loaded says nothing against the credential (VER-23). */
async function verifyByPart(key: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  const part = await import("./ed25519.ts").catch(() => undefined);
  if (part === undefined) throw new NoCryptography("no Ed25519 here");
  return part.verify(key, signature, data);
}

/** Offers the other ways in: at once, or after the answer that somebody waits for, since to lay them out takes time, too. */
function reveal(): void {
  for (const id of ["form", "help"]) byId(id).hidden = false;
}

/** Makes this device ready for use without network: after the first verdict, or when the visitor is reading. */
function setUpDevice(): void {
  let isDone = false;
  const begin = (): void => {
    if (isDone) return;
    isDone = true;
    void import("./device/index.ts").then(({ setUp }) => setUp(tools)).catch(() => undefined); // as good as no network
  };
  const atLeisure = (): unknown => setTimeout(() => (window.requestIdleCallback ?? setTimeout)(begin), LEISURE);
  if (location.hash.length > 1) onAnswers(atLeisure);
  else atLeisure();
}

async function start(): Promise<void> {
  setFallback(verifyByPart);
  const isFramed = window.top !== window.self;
  if (!isFramed && location.hash.length > 1) askEarly();
  if (!(await setUpLanguages())) return; // the notice that nothing started stays
  byId("unstarted").remove();
  if (isFramed) return showFramed();
  setUpForm();
  setUpHelp();
  if (location.hash.length > 1) {
    onAnswers(() => setTimeout(reveal));
    setTimeout(reveal, LEISURE);
  } else reveal();
  setUpDevice();
  window.addEventListener("hashchange", checkAddress);
  checkAddress();
}

void start();
