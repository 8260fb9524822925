// Types of the verifier as a module. `verifier/module/conforms.ts` holds the sources to them.

export type Check =
  | "parse" | "shape" | "issuer" | "signature" | "registered" | "definition" | "authority" | "state" | "validity" | "freshness";
export type State = "passed" | "failed" | "not_run" | "stale";
export type Verdict =
  | "valid" | "expired" | "revoked" | "superseded" | "suspended" | "not_yet_valid" | "invalid" | "cannot_tell";

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}
export type Bytes = Uint8Array<ArrayBuffer>;

/** One check and what it found; `code` is one of spec/codes.json, `detail` its sentence in English. */
export interface CheckResult {
  check: Check;
  code: string;
  state: State;
  detail: string;
}

/** The result on one credential, as `bukti verify --json` has it. */
export interface Result {
  input: string;
  verdict: Verdict;
  checks: CheckResult[];
  /** The credential as read, or as rebuilt from a card. */
  credential: JsonObject | null;
  /** The time of the registry's data. */
  data_as_of: string | null;
}

/**
 * From a path below the registry's address (`keys.json`) to the file's bytes; undefined where it cannot be had.
 * `anew`: no answer kept from before will do.
 */
export type Fetch = (path: string, anew: boolean) => Promise<Bytes | undefined>;

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

/**
 * Checks a card link, its payload, the text or bytes of a file (JSON, PDF, PNG or SVG), or a parsed credential: one result, or one
 * for each credential of a presentation. Rejects only when it is called in a way that cannot be meant.
 */
export function verify(input: string | Uint8Array | JsonObject, options: Options): Promise<Result[]>;

/** Published data, each file asked for once: hand the same one to many calls of `verifyInput`. */
export class SiteSource {
  constructor(fetch: Fetch);
  /** Forget what was fetched. */
  refresh(): void;
}

export interface Judgement {
  result: {
    input: string;
    verdict: Verdict;
    checks: readonly { check: Check; code: string; state: State; names: Readonly<Record<string, string>> }[];
    credential: JsonObject | null;
    data_as_of: string | null;
  };
}

/** The judgements on one input; `now` in milliseconds. `asJson` makes a `Result` of each. */
export function verifyInput(
  input: Bytes | string,
  source: SiteSource,
  now: number,
  label: string,
  atHand?: readonly JsonObject[],
): Promise<Judgement[]>;
export function asJson(result: Judgement["result"]): Result;

/** Files below an address, by `fetch`, without cookies or referrer. */
export function httpFetch(base: string): Fetch;
/** A document at hand, read as strictly as an input; undefined where it is none. */
export function readAtHand(bytes: Bytes): JsonObject | undefined;
/** The RFC 8785 text of data. */
export function canonicalJson(value: Json): string;
/** The bytes of the learner's file. */
export function learnerFile(credential: JsonObject): Bytes;

/** SHA-256 and Ed25519 of a platform that has quicker ones than Web Crypto's; see the module `node`. */
export function setSha256(digest: (bytes: Bytes) => Bytes): void;
export function setEd25519(verify: (key: Bytes, signature: Bytes, data: Bytes) => boolean | Promise<boolean>): void;
