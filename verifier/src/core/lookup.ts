// The published files that a verifier reads (LKP): as typed values, and where in them a hash is found. Their form
// is that of spec/tables/site.json; what stands there as rules is written out here.
import { type Bytes, compare, fromBase64, fromBase58, sha256Hex } from "./bytes.ts";
import { REASONS } from "./codes.ts";
import { dateOfDay, timeOf } from "./dates.ts";
import { didOf } from "./did.ts";
import { canonicalJson, equalJson } from "./jcs.ts";
import { type Json, type JsonObject, text } from "./json.ts";
import { shapeFault } from "./shape.ts";
import { hasSiteForm, HOLES } from "./site-form.ts";
import { at, fill, type Template, type Values } from "./template.ts";

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
  /** What became of it (LKP-3), as published and not looked at here: for people to read. */
  events: Json | undefined;
}

/** `/keys.json` with `/published.json`: who issues, and how old the data is. Times are milliseconds. */
export interface Directory {
  snapshot: string;
  dataAsOf: string | null;
  /** `published_at`, else `data_as_of` (VER-13). */
  date: number | undefined;
  /** What `/published.json` says was published. */
  commit?: string | undefined;
  /** Kept from an earlier visit, and the site did not say that it is still its own (LKP-21). */
  kept?: boolean;
  bases: readonly string[];
  freshnessDays: number;
  groupBits: number;
  groups: readonly number[];
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

function need(holds: boolean): void {
  if (!holds) throw new BadData();
}

export type SiteFile = "keys" | "templates" | "shard";

/** What `read` makes of data; undefined when the data is not of its form. */
export async function readData<T>(
  data: Json | undefined,
  file: SiteFile,
  read: (data: JsonObject) => T | Promise<T>,
): Promise<T | undefined> {
  if (!hasSiteForm(data, file)) return undefined;
  try {
    return await read(data);
  } catch (error) {
    if (error instanceof BadData) return undefined;
    throw error;
  }
}

/** What the form of LKP-14 promises of the files, as far as it is read here. */
interface KeysFile {
  snapshot: string;
  data_as_of: string | null;
  base_url: string;
  former_base_urls: string[];
  freshness_days: number;
  group_bits: number;
  groups: number[];
  shard_bits: number[];
  issuers: IssuerEntry[];
}
interface IssuerEntry {
  id: string;
  did: string[];
  name: Record<string, string>;
  zone: string;
  demonstration: boolean;
  keys: { key: string; number: number; public_key: string; state: KeyState }[];
  events?: Json;
}
interface TemplateEntry {
  provider: string;
  mc: string;
  version: number;
  holes: { hole: string; pointer: string }[];
  credential: JsonObject;
}
interface GroupFile {
  snapshot: string;
  group: string;
  sources: Award[];
  templates: Record<string, TemplateEntry>;
}

const as = <T>(data: JsonObject): T => data as unknown as T;

/** `/keys.json`, whose form is known; `date` is that of `/published.json` where there is one. */
export function readDirectory(data: JsonObject): Directory {
  const file = as<KeysFile>(data);
  const { groups } = file;
  const bases = [file.base_url, ...file.former_base_urls];
  need(groups[0] === 0 && groups.every((first, i) => first < (groups[i + 1] ?? 2 ** file.group_bits)));
  need(file.shard_bits.length === groups.length);
  return {
    snapshot: file.snapshot,
    dataAsOf: file.data_as_of,
    date: timeOf(file.data_as_of ?? ""),
    bases,
    freshnessDays: file.freshness_days,
    groupBits: file.group_bits,
    groups,
    shardBits: file.shard_bits,
    issuers: file.issuers.map((issuer) => readIssuer(issuer, bases)),
  };
}

/** The issuer that has `did`; undefined where none has. */
export function issuerOf(did: string, { issuers }: Directory): Issuer | undefined {
  return issuers.find(({ dids }) => dids.includes(did));
}

/** The time of `/published.json`; undefined when it is not of its form, which counts as absent (VER-14). */
export function readPublished(data: Json | undefined): number | undefined {
  return hasSiteForm(data, "published") ? timeOf(text(data["published_at"])) : undefined;
}

/** The commit that `/published.json` names; undefined as above. */
export function readCommit(data: Json | undefined): string | undefined {
  return hasSiteForm(data, "published") ? text(data["commit"]) : undefined;
}

function readIssuer({ id, did, name, zone, demonstration, keys, events }: IssuerEntry, bases: readonly string[]): Issuer {
  need(equalJson(did, bases.map((base) => didOf(base, id))));
  return { id, dids: did, name, zone, demonstration, keys: keys.map(readKey), events };
}

function readKey({ key, number, public_key, state }: IssuerEntry["keys"][number]): IssuerKey {
  const publicKey = readMultikey(public_key);
  if (publicKey === undefined) throw new BadData();
  return { id: key, number, publicKey, state };
}

/** The 32 bytes of an Ed25519 Multikey (`z`, base58btc, prefix 0xed01). */
export function readMultikey(multikey: string): Bytes | undefined {
  const bytes = multikey.startsWith("z") ? fromBase58(multikey.slice(1)) : undefined;
  return bytes?.length === 34 && bytes[0] === 0xed && bytes[1] === 0x01 ? bytes.slice(2) : undefined;
}

/** `/lookup/<group>/templates.json`, whose form is known; `group` is the one asked for. */
export async function readGroup(data: JsonObject, group: string): Promise<Group> {
  const { snapshot, group: own, sources: awards, templates: entries } = as<GroupFile>(data);
  need(own === group);
  const templates = new Map<string, Template>();
  for (const digest in entries) templates.set(digest, await readTemplate(digest, entries[digest] as TemplateEntry));
  need(awards.every((award) => award.templates.every((digest) => isTemplateOf(award, templates.get(digest)))));
  need(new Set(awards.flatMap((award) => award.templates)).size === templates.size);
  return { snapshot, awards, templates };
}

function isTemplateOf({ provider, mc, version }: Award, template: Template | undefined): boolean {
  return template?.provider === provider && template.mc === mc && template.version === version;
}

/** A template that makes credentials: with values in its holes it is of the shape (TPL-1 to TPL-3, TPL-5). */
async function readTemplate(digest: string, data: TemplateEntry): Promise<Template> {
  need((await sha256Hex(canonicalJson(data as unknown as Json))) === digest);
  const { provider, mc, version, credential } = data;
  const holes = data.holes.map(({ hole, pointer }) => [hole, pointer] as const);
  const there = HOLES.filter(({ pointer }) => (at(credential, pointer) ?? null) !== null);
  need(equalJson(holes as unknown as Json, there.map(({ hole, pointer }) => [hole, pointer])));
  need(HOLES.every((hole) => hole.optional === true || there.includes(hole)));
  need(!("proof" in credential) && there.every(({ pointer }) => at(credential, pointer) === ""));
  const template = { digest, provider, mc, version, holes, credential };
  const example = fill(template, exampleValues(template));
  need(example !== undefined && shapeFault(example) === undefined);
  return template;
}

function exampleValues({ holes }: Template): Values {
  const names = holes.map(([hole]) => hole);
  const results = names.filter((name) => name.startsWith("result_")).map(() => "Result");
  const until = names.includes("valid_until") ? { validUntil: "2020-01-01" } : {};
  const uuid = "00000000-0000-4000-8000-000000000000";
  return { uuid, validFrom: "2020-01-01", ...until, statusIndex: 0, name: "Name", results };
}

const ROW = 24;
const HASH = 16;
const FILLER = 0xff;
const NO_REASON = 255;
const STATES: readonly RowState[] = ["active", "revoked", "suspended", "superseded"];

/** A shard: rows of 24 bytes in ascending order (LKP-8). */
export interface Shard {
  snapshot: string;
  bytes: Bytes;
}

/** `/lookup/<group>/<shard>.json`, whose form is known; group and shard are those asked for. */
export function readShard(data: JsonObject, group: string, shard: string): Shard {
  need(data["group"] === group && data["shard"] === shard);
  const { snapshot, rows } = as<{ snapshot: string; rows: string }>(data);
  const bytes = fromBase64(rows);
  if (bytes === undefined || bytes.length % ROW !== 0) throw new BadData();
  for (let place = 0; place < bytes.length; place += ROW) {
    const row = bytes.subarray(place, place + ROW);
    need(place === 0 || compare(bytes.subarray(place - ROW, place), row) <= 0);
    need(isFiller(row) || isRow(row));
  }
  return { snapshot, bytes };
}

const isFiller = (row: Uint8Array): boolean => row.every((byte) => byte === FILLER);

function isRow(row: Uint8Array): boolean {
  const [state = 0, reason = 0, high = 0, low = 0] = row.subarray(HASH + 4);
  if (state === 0) return reason === NO_REASON && high + low === 0;
  return state < STATES.length && (reason === NO_REASON || reason < REASONS.length) && high + low > 0;
}

/** The rows of one hash in a shard. */
export function rowsOf({ snapshot, bytes }: Shard, hash: Bytes): Rows {
  const wanted = hash.slice(0, HASH);
  const rows: Row[] = [];
  for (let place = lowerBound(bytes, wanted); place < bytes.length; place += ROW) {
    if (compare(bytes.subarray(place, place + HASH), wanted) !== 0) break;
    const row = bytes.subarray(place, place + ROW);
    if (!isFiller(row)) rows.push(readRow(row));
  }
  return { snapshot, rows };
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
  const state = STATES[view.getUint8(HASH + 4)] as RowState;
  const reason = view.getUint8(HASH + 5);
  return {
    award: view.getUint16(HASH),
    day: dateOfDay(view.getUint16(HASH + 2)),
    state,
    reason: reason === NO_REASON ? "" : (REASONS[reason] as string),
    stateDay: dateOfDay(view.getUint16(HASH + 6)),
  };
}

type Groups = Pick<Directory, "groupBits" | "groups">;

/** The place in `groups` of an achievement, by SHA-256 of its id or the first 2 bytes of it (LKP-4). */
function placeOf({ groupBits, groups }: Groups, achievement: Uint8Array): number {
  const number = leading(achievement, groupBits);
  return groups.filter((first) => first <= number).length - 1;
}

/** The group of an achievement as paths name it (LKP-6). */
export function groupOf(keys: Groups, achievement: Uint8Array): string {
  return numbered(keys.groups[placeOf(keys, achievement)] as number, keys.groupBits);
}

/** The shard of a credential, by its registry hash, within the group of its achievement (LKP-5, LKP-6). */
export function shardOf(keys: Directory, achievement: Uint8Array, credential: Uint8Array): string {
  return prefix(credential, keys.shardBits[placeOf(keys, achievement)] as number);
}

/** The first `bits` bits of bytes as paths name groups and shards. */
export function prefix(bytes: Uint8Array, bits: number): string {
  return numbered(leading(bytes, bits), bits);
}

function leading(bytes: Uint8Array, bits: number): number {
  let number = 0;
  for (let bit = 0; bit < bits; bit++) {
    number = number * 2 + (((bytes[bit >> 3] as number) >> (7 - (bit & 7))) & 1);
  }
  return number;
}

/** In lower-case hex of ceil(bits / 4) digits, at least one. */
export const numbered = (number: number, bits: number): string => number.toString(16).padStart(Math.max(1, Math.ceil(bits / 4)), "0");
