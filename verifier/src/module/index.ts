// The verifier for programs of others: `verify` for those who want an answer, its parts for those who bring their own data.
// Types are written out in verifier/module/index.d.ts.
import { type Bytes, setSha256 } from "../core/bytes.ts";
import { setEd25519, setFallback } from "../core/ed25519.ts";
import { asJson } from "../core/details.ts";
import { canonicalJson, learnerFile } from "../core/jcs.ts";
import type { JsonObject } from "../core/json.ts";
import { readAtHand } from "../core/strangers.ts";
import { verifyInput } from "../core/verify.ts";
import { httpFetch } from "../source/http.ts";
import { type Fetch, SiteSource } from "../source/site.ts";

export { asJson, canonicalJson, httpFetch, learnerFile, readAtHand, setEd25519, setSha256, SiteSource, verifyInput };

export interface Options {
  /** The registry's address, such as `https://bukti.example/`. */
  base?: string;
  /** Reads the registry's files in another way; `base` is not needed then. */
  fetch?: Fetch;
  /** The time of checking; now, if it is left out. */
  at?: Date;
  /** DID documents and status lists of issuers outside the registry. */
  atHand?: readonly JsonObject[];
  /** Names the input in the results. */
  label?: string;
}

/** The results on a card link, its payload, the text or bytes of a file, or a parsed credential, as `bukti verify --json` has them. */
export async function verify(input: string | Uint8Array | JsonObject, options: Options): Promise<JsonObject[]> {
  const { base, fetch = base === undefined ? undefined : httpFetch(base), at = new Date(), atHand = [], label = "input" } = options;
  if (fetch === undefined) throw new TypeError('options.base is missing: the registry\'s address, such as "https://bukti.example/"');
  if (Number.isNaN(at.getTime())) throw new TypeError("options.at is no time");
  const isText = typeof input === "string" || input instanceof Uint8Array;
  const given = isText ? (input as Bytes | string) : JSON.stringify(input);
  const judged = await verifyInput(given, new SiteSource(fetch), at.getTime(), label, atHand);
  return judged.map(({ result }) => asJson(result));
}

setFallback(async (key, signature, data) => (await import("../page/ed25519.ts")).verify(key, signature, data));
