// Where the kept set of this site stands on the device (LKP-20), and how it is read: as it was written, or not at all.
import { type Bytes, sha256, toHex } from "../core/bytes.ts";
import { DeviceSource, type KeptSet } from "./device.ts";
import { httpAnswer, httpFetch } from "./http.ts";
import { placeOf } from "./place.ts";
import { SiteSource } from "./site.ts";

/** The header under which a kept file has the digest of its bytes. */
export const DIGEST = "x-bukti-sha256";

/** Which set counts: one small text, so that a set is put in place as a whole. */
export interface Note {
  /** The name of the cache that holds the files. */
  cache: string;
  snapshot: string;
  /** The date of the data, `YYYY-MM-DD`; undefined where the site states none. */
  day?: string | undefined;
  bytes: number;
  /** The megabytes that it might take. */
  limit: number;
  /** Why files were left out. */
  without?: "limit" | "sparing" | "failed" | undefined;
}

/** What was stored under a name; undefined where the browser keeps storage closed. */
export function recall<T>(place: string): T | undefined {
  try {
    return (JSON.parse(localStorage.getItem(place) ?? "null") as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export const readNote = (base: string): Note | undefined => recall(placeOf(base, "kept"));

function openKept(base: string): KeptSet | undefined {
  const note = typeof caches === "undefined" ? undefined : readNote(base);
  if (note === undefined) return undefined;
  const read = new Map<string, Promise<Bytes | undefined>>();
  return {
    snapshot: note.snapshot,
    read(path) {
      const found = read.get(path) ?? readFile(note.cache, new URL(path, base).href);
      read.set(path, found);
      return found;
    },
  };
}

/** The bytes of a kept file; one that is no more what it was is removed, so that it is fetched anew one day. */
export async function readFile(cacheName: string, address: string): Promise<Bytes | undefined> {
  try {
    const found = await caches.match(address, { cacheName, ignoreVary: true });
    if (found === undefined) return undefined;
    const bytes = new Uint8Array(await found.arrayBuffer());
    if (toHex(await sha256(bytes)) === found.headers.get(DIGEST)) return bytes;
    await (await caches.open(cacheName)).delete(address);
    return undefined;
  } catch {
    return undefined; // storage that cannot be read holds nothing
  }
}

/** The published data below `base` for one question: the site's, or what is kept where that counts. */
export function sourceOf(base: string): SiteSource | DeviceSource {
  const [site, kept] = [httpFetch(base), openKept(base)];
  return kept === undefined ? new SiteSource(site) : new DeviceSource(site, httpAnswer(base, "published.json", false), kept);
}
