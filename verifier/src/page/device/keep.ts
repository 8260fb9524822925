// Keeps published data on the device: files of one snapshot in a cache of their own, which a note then puts in the place of
// the one before. Whatever goes wrong, the set that was there stays.
import { type Bytes, sha256, toHex } from "../../core/bytes.ts";
import { isObject } from "../../core/json.ts";
import { type Directory, readCommit, readData, readDirectory, readPublished } from "../../core/lookup.ts";
import { httpFetch } from "../../source/http.ts";
import { DIGEST, type Note, readFile, readNote } from "../../source/kept.ts";
import { placeOf } from "../../source/place.ts";
import { type Fetch, parsed } from "../../source/site.ts";
import { MEGABYTE, store } from "./settings.ts";
import { needed, wanted, type Wish } from "./wanted.ts";

/** `full`: the device has no room. `unreached`: the site did not answer, or changed meanwhile. `closed`: no storage here. */
export type Kept = "kept" | "full" | "unreached" | "closed";

const AT_ONCE = 4;

/** The set that is being put together. */
interface Making {
  base: string;
  site: Fetch;
  limit: number;
  cache: Cache;
  note: Note;
  has: Set<string>;
  /** A file of another snapshot came, or the cache took no more: nothing further is fetched. */
  stop?: "changed" | "full" | undefined;
}

/** Brings the kept set up to what the site has now, within `limit` megabytes. */
export async function keepData(base: string, limit: number, wish: Wish): Promise<Kept> {
  const before = readNote(base);
  const site = httpFetch(base);
  try {
    const published = await site("published.json", false);
    const commit = readCommit(parsed(published));
    if (before !== undefined && commit === before.snapshot) return await extend(base, site, limit, wish, before, published);
    return await replace(base, site, limit, wish, before);
  } catch (error) {
    if (isFull(error)) return "full";
    return "closed";
  }
}

export async function forgetData(base: string): Promise<void> {
  store(placeOf(base, "kept"), undefined);
  await removeAllBut(base, "");
}

async function removeAllBut(base: string, name: string): Promise<void> {
  const own = (await caches.keys()).filter((each) => each.startsWith(`${placeOf(base, "data")}:`) && each !== name);
  await Promise.all(own.map((each) => caches.delete(each)));
}

/** More files of the snapshot that is kept, and the newer date of what is the site's own still. */
async function extend(base: string, site: Fetch, limit: number, wish: Wish, before: Note, published: Bytes | undefined): Promise<Kept> {
  const cache = await caches.open(before.cache);
  const has = new Set((await cache.keys()).map(({ url }) => url.slice(base.length)));
  const keys = await readData(parsed(await readFile(before.cache, new URL("keys.json", base).href)), "keys", readDirectory);
  if (keys === undefined) return replace(base, site, limit, wish, undefined);
  const isAtLimit = before.without === "limit" && before.limit === limit; // what did not fit then does not fit now
  const note: Note = { ...before, limit, day: dayOf(published, keys), without: isAtLimit ? "limit" : undefined };
  const making: Making = { base, site, limit, cache, note, has };
  if (published !== undefined) await put(making, "published.json", published);
  return finish(making, keys, wish, true);
}

/** A set of the site's present snapshot, in a new cache. */
async function replace(base: string, site: Fetch, limit: number, wish: Wish, before: Note | undefined): Promise<Kept> {
  const [bytes, answered] = await Promise.all([site("keys.json", false), site("published.json", false)]);
  const keys = await readData(parsed(bytes), "keys", readDirectory);
  if (bytes === undefined || keys === undefined) return "unreached";
  // Of another publication it would date what it does not belong to.
  const published = readCommit(parsed(answered)) === keys.snapshot.split("+")[0] ? answered : undefined;
  const name = `${placeOf(base, "data")}:${keys.snapshot}:${Date.now().toString(36)}`;
  await removeAllBut(base, before?.cache ?? name);
  const cache = await caches.open(name);
  const note: Note = { cache: name, snapshot: keys.snapshot, limit, day: dayOf(published, keys), bytes: 0 };
  const making: Making = { base, site, limit, cache, note, has: new Set() };
  try {
    await put(making, "keys.json", bytes);
    if (published !== undefined) await put(making, "published.json", published);
    const outcome = await finish(making, keys, wish, before === undefined);
    if (outcome !== "kept" && readNote(base)?.cache !== name) await caches.delete(name);
    return outcome;
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
}

/**
 * Fetches what is wanted and has the set count: at its end, or where nothing else is kept (`mayStand`) as soon as it holds
 * what the last question needed.
 */
async function finish(making: Making, keys: Directory, wish: Wish, mayStand: boolean): Promise<Kept> {
  const paths = wanted(keys, wish);
  const first = Array.from({ length: needed(wish) }, () => paths.next().value as string);
  await fetchAll(making, first, 1); // in their order, so that it is the least wanted that does not fit
  const stands = mayStand && !hasStopped(making);
  if (stands && !commit(making)) return "closed";
  await fetchAll(making, paths, AT_ONCE);
  if (wish.sparing) making.note.without ??= "sparing";
  if (hasStopped(making) && !stands) return making.stop === "full" ? "full" : "unreached";
  if (making.stop === "changed") making.note.without ??= "failed";
  if (!commit(making)) return "closed";
  await removeAllBut(making.base, making.note.cache);
  return making.stop === "full" ? "full" : "kept";
}

const hasStopped = ({ stop }: Making): boolean => stop !== undefined;
const commit = ({ base, note }: Making): boolean => store(placeOf(base, "kept"), note);

/** A few at a time, until all are there or nothing more may come. */
async function fetchAll(making: Making, paths: Iterable<string>, atOnce: number): Promise<void> {
  const rest = paths[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let { value, done } = rest.next(); done !== true; { value, done } = rest.next()) {
      if (making.stop !== undefined || making.note.without === "limit") return;
      if (!making.has.has(value as string)) await fetchOne(making, value as string);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function fetchOne(making: Making, path: string): Promise<void> {
  const bytes = await making.site(path, false);
  const data = parsed(bytes);
  if (bytes === undefined || !isObject(data)) {
    // Not every language has facts; any other file that does not come leaves a gap.
    if (!path.includes("/facts.")) making.note.without ??= "failed";
    return;
  }
  if (data["snapshot"] !== making.note.snapshot) making.stop = "changed";
  else if (making.note.bytes + bytes.length > making.limit * MEGABYTE) making.note.without = "limit";
  else await tryPut(making, path, bytes);
}

async function tryPut(making: Making, path: string, bytes: Bytes): Promise<void> {
  try {
    await put(making, path, bytes);
  } catch (error) {
    if (!isFull(error)) throw error;
    making.stop = "full";
  }
}

async function put(making: Making, path: string, bytes: Bytes): Promise<void> {
  const isNew = !making.has.has(path);
  making.has.add(path);
  if (isNew) making.note.bytes += bytes.length; // before anything is waited for: others ask whether they fit
  const headers = { "content-type": "application/json", [DIGEST]: toHex(await sha256(bytes)) };
  await making.cache.put(new URL(path, making.base).href, new Response(bytes, { headers }));
}

const isFull = (error: unknown): boolean => (error as { name?: unknown } | undefined)?.name === "QuotaExceededError";

function dayOf(published: Bytes | undefined, keys: Directory): string | undefined {
  const date = readPublished(parsed(published)) ?? keys.date;
  return date === undefined ? undefined : new Date(date).toISOString().slice(0, 10);
}

