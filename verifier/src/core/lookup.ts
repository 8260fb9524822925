// The published files that a verifier reads (LKP): their form, and where in them a hash is found.
import { type Bytes, compare, fromBase64, fromBase58 } from "./bytes.ts";
import { REASONS } from "./codes.ts";
import { dateOfDay, timeOf } from "./dates.ts";
import { isObject, type Json, type JsonObject, text } from "./json.ts";
import type { Template } from "./template.ts";

export type KeyState = "good" | "revoked" | "void";

export interface IssuerKey {
  id: string;
  number: number;
  publicKey: Bytes;
  state: KeyState;
}

export interface Issuer {
  id: string;
  dids: readonly string[];
  /** Registered names by language. */
  name: Readonly<Record<string, string>>;
  zone: string;
  demonstration: boolean;
  keys: readonly IssuerKey[];
}

/** `/keys.json` with `/published.json`: who issues, and how old the data is. Times are milliseconds. */
export interface Directory {
  snapshot: string;
  dataAsOf: string | null;
  /** `published_at`, else `data_as_of` (VER-13). */
  date: number | undefined;
  bases: readonly string[];
  freshnessDays: number;
  groupBits: number;
  shardBits: readonly number[];
  issuers: readonly Issuer[];
}

/** A *source* of LKP-7: under what name hashes were registered. */
export interface Award {
  provider: string;
  mc: string;
  version: number;
  authorised: boolean;
  templates: readonly string[];
}

export interface Group {
  snapshot: string;
  awards: readonly Award[];
  templates: ReadonlyMap<string, Template>;
}

export type RowState = "active" | "revoked" | "suspended" | "superseded";

export interface Row {
  award: number;
  /** `YYYY-MM-DD`. */
  day: string;
  state: RowState;
  reason: string;
  stateDay: string;
}

export interface Rows {
  snapshot: string;
  rows: readonly Row[];
}

/** Published data. An answer of undefined means that it could not be had, which never counts against a credential. */
export interface Source {
  directory(): Promise<Directory | undefined>;
  /** The group of an achievement, by SHA-256 of its id or the first 2 bytes of it. */
  group(achievement: Bytes): Promise<Group | undefined>;
  /** The rows of a registry hash within the group of its achievement. */
  rows(achievement: Bytes, credential: Bytes): Promise<Rows | undefined>;
  /** Forget what was fetched: the next questions are asked anew (LKP-11). */
  refresh(): void;
}

/** Data that is not of the form of lookup.md; it counts as not to be had (VER-14). */
class BadData extends Error {}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new BadData();
  return value;
}

const object = (value: Json | undefined): JsonObject => need(isObject(value) ? value : undefined);
const list = (value: Json | undefined): Json[] => need(Array.isArray(value) ? value : undefined);
const string = (value: Json | undefined): string => need(text(value));
const strings = (value: Json | undefined): string[] => list(value).map(string);
function count(value: Json | undefined, most: number): number {
  return need(typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most ? value : undefined);
}

/** What `read` makes of data; undefined when the data is not of its form. */
export function readData<T>(data: Json | undefined, read: (data: JsonObject) => T): T | undefined {
  if (!isObject(data)) return undefined;
  try {
    return read(data);
  } catch (error) {
    if (error instanceof BadData) return undefined;
    throw error;
  }
}

/** `/keys.json`; `published` is `/published.json` where there is one. */
export function readDirectory(data: JsonObject, published: Json | undefined): Directory {
  if (data["schema"] !== "keys/v1") throw new BadData();
  const asOf = data["data_as_of"] === null ? undefined : string(data["data_as_of"]);
  const asOfTime = asOf === undefined ? undefined : need(timeOf(asOf));
  const publishedAt = isObject(published) ? text(published["published_at"]) : undefined;
  const groupBits = count(data["group_bits"], 12);
  const shardBits = list(data["shard_bits"]).map((bits) => count(bits, 32));
  if (shardBits.length !== 2 ** groupBits) throw new BadData();
  return {
    snapshot: string(data["snapshot"]),
    dataAsOf: asOf ?? null,
    date: timeOf(publishedAt) ?? asOfTime,
    bases: [string(data["base_url"]), ...strings(data["former_base_urls"])],
    freshnessDays: count(data["freshness_days"], 365),
    groupBits,
    shardBits,
    issuers: list(data["issuers"]).map((issuer) => readIssuer(object(issuer))),
  };
}

function readIssuer(data: JsonObject): Issuer {
  const names = Object.entries(object(data["name"])).map(([language, name]) => [language, string(name)] as const);
  return {
    id: string(data["id"]),
    dids: strings(data["did"]),
    name: Object.fromEntries(names),
    zone: string(data["zone"]),
    demonstration: data["demonstration"] === true,
    keys: list(data["keys"]).map((key) => readKey(object(key))),
  };
}

function readKey(data: JsonObject): IssuerKey {
  const state = string(data["state"]);
  if (state !== "good" && state !== "revoked" && state !== "void") throw new BadData();
  const publicKey = need(readMultikey(string(data["public_key"])));
  return { id: string(data["key"]), number: count(data["number"], 255), publicKey, state };
}

/** The 32 bytes of an Ed25519 Multikey (`z`, base58btc, prefix 0xed01). */
export function readMultikey(multikey: string): Bytes | undefined {
  const bytes = multikey.startsWith("z") ? fromBase58(multikey.slice(1)) : undefined;
  return bytes?.length === 34 && bytes[0] === 0xed && bytes[1] === 0x01 ? bytes.slice(2) : undefined;
}

/** `/lookup/<group>/templates.json`. */
export function readGroup(data: JsonObject): Group {
  if (data["schema"] !== "templates/v1") throw new BadData();
  const templates = Object.entries(object(data["templates"]));
  return {
    snapshot: string(data["snapshot"]),
    awards: list(data["sources"]).map((award) => readAward(object(award))),
    templates: new Map(templates.map(([digest, template]) => [digest, readTemplate(digest, object(template))])),
  };
}

function readAward(data: JsonObject): Award {
  return {
    provider: string(data["provider"]),
    mc: string(data["mc"]),
    version: count(data["version"], 1_000_000),
    authorised: need(typeof data["authorised"] === "boolean" ? data["authorised"] : undefined),
    templates: strings(data["templates"]),
  };
}

function readTemplate(digest: string, data: JsonObject): Template {
  return {
    digest,
    provider: string(data["provider"]),
    mc: string(data["mc"]),
    version: count(data["version"], 1_000_000),
    holes: list(data["holes"]).map((hole) => [string(object(hole)["hole"]), string(object(hole)["pointer"])]),
    credential: object(data["credential"]),
  };
}

const ROW = 24;
const HASH = 16;
const FILLER = 0xff;
const NO_REASON = 255;
const STATES: readonly RowState[] = ["active", "revoked", "suspended", "superseded"];

/** `/lookup/<group>/<shard>.json`: the rows of one hash in it (LKP-8). */
export function readRows(data: JsonObject, hash: Bytes): Rows {
  if (data["schema"] !== "shard/v1") throw new BadData();
  const bytes = need(fromBase64(string(data["rows"])));
  if (bytes.length % ROW !== 0) throw new BadData();
  const wanted = hash.slice(0, HASH);
  const rows: Row[] = [];
  for (let at = lowerBound(bytes, wanted); at < bytes.length; at += ROW) {
    if (compare(bytes.subarray(at, at + HASH), wanted) !== 0) break;
    const row = bytes.subarray(at, at + ROW);
    if (!row.every((byte) => byte === FILLER)) rows.push(readRow(row));
  }
  return { snapshot: string(data["snapshot"]), rows };
}

/** Where the first row of `hash` would stand among sorted rows. */
function lowerBound(bytes: Bytes, hash: Bytes): number {
  let [low, high] = [0, bytes.length / ROW];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(bytes.subarray(middle * ROW, middle * ROW + HASH), hash) < 0) low = middle + 1;
    else high = middle;
  }
  return low * ROW;
}

function readRow(bytes: Uint8Array): Row {
  const view = new DataView(bytes.buffer, bytes.byteOffset, ROW);
  const state = need(STATES[view.getUint8(HASH + 4)]);
  const reason = view.getUint8(HASH + 5);
  return {
    award: view.getUint16(HASH),
    day: dateOfDay(view.getUint16(HASH + 2)),
    state,
    reason: state === "active" || reason === NO_REASON ? "" : need(REASONS[reason]),
    stateDay: dateOfDay(view.getUint16(HASH + 6)),
  };
}

/** The first `bits` bits of bytes as lower-case hex, as paths name groups and shards (LKP-6). */
export function prefix(bytes: Uint8Array, bits: number): string {
  let number = 0;
  for (let bit = 0; bit < bits; bit++) {
    number = number * 2 + (((bytes[bit >> 3] as number) >> (7 - (bit & 7))) & 1);
  }
  return number.toString(16).padStart(Math.max(1, Math.ceil(bits / 4)), "0");
}
