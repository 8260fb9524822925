// <bukti-verify>: a check of one credential inside the page of a provider or a job portal. Documented in
// docs/guides/embedding.md; the page around it controls what it shows, and the box says so.
import type { Bytes } from "../core/bytes.ts";
import type { Check, Code, State, Verdict } from "../core/codes.ts";
import { setFallback } from "../core/ed25519.ts";
import type { JsonObject } from "../core/json.ts";
import { type Judgement, verifyInput } from "../core/verify.ts";
import { telling } from "../page/explain.ts";
import { linkOf } from "../page/link.ts";
import { httpFetch } from "../source/http.ts";
import { SiteSource } from "../source/site.ts";
import { type Box, empty, type Found, newBox, showChecking, showResult, showTrouble, type Trouble } from "./box.ts";
import style from "./box.css";
import { languageOf, type Speech, speechOf } from "./words.ts";

/** One result, as the event `bukti-verdict` has it. */
export interface BuktiResult {
  verdict: Verdict;
  /** The code that tells most of why it is so; null where it is valid. */
  code: Code | null;
  checks: { check: Check; code: Code; state: State }[];
  credential: JsonObject | null;
  dataAsOf: string | null;
}

/** `verdict` is that of the first credential that is not valid, if there are several. */
export interface BuktiVerdict {
  verdict: Verdict;
  results: BuktiResult[];
}

type Input = Bytes | string;

class Refused extends Error {
  constructor(readonly trouble: Trouble, told: string) {
    super(told);
  }
}

export class BuktiVerify extends HTMLElement {
  static readonly observedAttributes = ["base", "src", "credential", "lang"];

  private given: Input | undefined;
  /** Counts the questions, so that an answer to an earlier one is not shown as that to a later one. */
  private question = 0;
  private last: BuktiVerdict | undefined;
  private readonly first = newBox();

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    root.append(this.first.whole);
    this.takeEarly();
  }

  /** What a page sets before this module is there stands on the element itself, and would hide the property for good. */
  private takeEarly(): void {
    const early = Object.getOwnPropertyDescriptor(this, "credential");
    if (early === undefined) return;
    Reflect.deleteProperty(this, "credential");
    this.credential = early.value as Input;
  }

  connectedCallback(): void {
    void this.verify();
  }

  attributeChangedCallback(_: string, before: string | null, now: string | null): void {
    if (this.isConnected && before !== now) void this.verify();
  }

  /** A card link, its payload, JSON text, the bytes of a file, or a parsed credential. Comes before the attributes. */
  set credential(value: Input | JsonObject | null | undefined) {
    const isGiven = typeof value === "string" || value instanceof Uint8Array || value == null;
    this.given = isGiven ? (value ?? undefined) : JSON.stringify(value);
    if (this.isConnected) void this.verify();
  }

  /** The last answer; undefined as long as there is none. */
  get result(): BuktiVerdict | undefined {
    return this.last;
  }

  /** Checks once more, with data asked for anew. */
  async verify(): Promise<BuktiVerdict | undefined> {
    const question = ++this.question;
    this.last = undefined;
    empty(this.only());
    const speech = await this.speech().catch(() => undefined);
    if (question !== this.question) return undefined;
    if (speech === undefined) return this.report("its words could not be loaded");
    showChecking(this.only(), speech);
    try {
      const found = await this.judge();
      if (question === this.question) this.answer(found, speech);
    } catch (error) {
      if (question === this.question) this.tell(error as Error, speech);
    }
    return this.last;
  }

  private speech(): Promise<Speech> {
    const around = this.closest("[lang]")?.getAttribute("lang");
    return speechOf(languageOf([this.getAttribute("lang"), around, ...navigator.languages]));
  }

  private async judge(): Promise<Found[]> {
    const base = this.base();
    const input = await this.input();
    const source = new SiteSource(httpFetch(base));
    const judged = await verifyInput(input, source, Date.now(), "credential");
    return Promise.all(judged.map((one) => withLink(one, input, source, base)));
  }

  /** The registry's address with a slash at its end. */
  private base(): string {
    const given = this.getAttribute("base") ?? "";
    const isAddress = /^https?:\/\//i.test(given) && URL.canParse(given);
    if (!isAddress) throw new Refused("embed.no-base", `base="${given}" is no address; expected that of a registry, such as base="https://bukti.example/"`);
    const address = new URL(given);
    return address.origin + address.pathname.replace(/\/*$/, "/");
  }

  private async input(): Promise<Input> {
    const given = this.given ?? this.getAttribute("credential");
    if (given !== null && given !== "") return given;
    const src = this.getAttribute("src") ?? "";
    if (src === "") throw new Refused("embed.no-input", 'neither src nor credential is given; expected src="address of a JSON file" or credential="card link"');
    const bytes = URL.canParse(src, document.baseURI) ? await httpFetch(document.baseURI)(src, false) : undefined;
    if (bytes === undefined) throw new Refused("embed.no-file", `src="${src}" could not be loaded; its host has to allow it (Access-Control-Allow-Origin)`);
    return bytes;
  }

  private answer(found: readonly Found[], speech: Speech): void {
    const results = found.map(({ result }) => published(result));
    const verdict = results.find((one) => one.verdict !== "valid")?.verdict ?? "valid";
    this.last = { verdict, results };
    const boxes = found.map((_, i) => (i === 0 ? this.only() : newBox()));
    this.first.whole.after(...boxes.slice(1).map(({ whole }) => whole));
    found.forEach((one, i) => showResult(boxes[i] as Box, speech, one));
    this.dispatchEvent(new CustomEvent("bukti-verdict", { detail: this.last, bubbles: true, composed: true }));
  }

  /** No answer: said as what it is, and told to whoever built the page. */
  private tell(error: Error, speech: Speech): void {
    const trouble = error instanceof Refused ? error.trouble : "checking.failure";
    const src = this.getAttribute("src") ?? "";
    const host = URL.canParse(src, document.baseURI) ? new URL(src, document.baseURI).host : location.host;
    const check = trouble === "embed.no-base" ? undefined : `${this.base()}verify/`;
    showTrouble(this.only(), speech, trouble, host, check);
    this.report(error.message);
  }

  private report(told: string): undefined {
    this.dispatchEvent(new CustomEvent("bukti-error", { detail: { message: `<bukti-verify>: ${told}` }, bubbles: true, composed: true }));
  }

  /** The first box, after those of further credentials are taken away. */
  private only(): Box {
    while (this.first.whole.nextSibling !== null) this.first.whole.nextSibling.remove();
    return this.first;
  }
}

function published(result: Judgement["result"]): BuktiResult {
  const { verdict, checks, credential, data_as_of } = result;
  const told = checks.map(({ check, code, state }) => ({ check, code, state }));
  return { verdict, code: telling(result)?.code ?? null, checks: told, credential, dataAsOf: data_as_of };
}

/** With the address that has the registry's own page check the same credential, where a card can be made of it. */
async function withLink({ result, directory }: Judgement, input: Input, source: SiteSource, base: string): Promise<Found> {
  const payload = typeof input === "string" ? /^(?:.*#)?([A-Za-z0-9_-]{64,})\s*$/s.exec(input)?.[1] : undefined;
  const made = payload === undefined && result.credential && directory ? await linkOf(result.credential, directory, source) : undefined;
  const spelling = payload ?? made?.split("#")[1];
  return { result, directory, check: spelling === undefined ? `${base}verify/` : `${base}v/#${spelling}` };
}

setFallback(async (key, signature, data) => (await import("../page/ed25519.ts")).verify(key, signature, data));
if (customElements.get("bukti-verify") === undefined) customElements.define("bukti-verify", BuktiVerify);
