// Published data as a site gives it (LKP): at most four files for one verification, each asked for once.
import type { Bytes } from "../core/bytes.ts";
import { fromUtf8 } from "../core/bytes.ts";
import { type Json, type JsonObject, jsonOf } from "../core/json.ts";
import * as lookup from "../core/lookup.ts";
import type { Directory, Group, Rows, Shard, Source } from "../core/lookup.ts";

/** Bytes of one look-up file. */
export const MAX_DATA = 4_194_304;

/**
 * From a path below the site's root (`keys.json`) to the file's bytes; undefined where it cannot be had.
 * `anew`: no answer kept from before will do.
 */
export type Fetch = (path: string, anew: boolean) => Promise<Bytes | undefined>;

/** Published data for a page, which shows more of it than takes part in a verdict. */
export interface Data extends Source {
  /** Any published JSON file; undefined where it cannot be had. */
  file(path: string): Promise<Json | undefined>;
}

export class SiteSource implements Data {
  private asked = new Map<string, Promise<Json | undefined>>();
  private made = new Map<string, Promise<unknown>>();
  private anew = false;

  /** `kept`: the files were kept from an earlier visit, and the site did not answer (LKP-21). */
  constructor(private readonly fetch: Fetch, private readonly kept = false) {}

  async directory(): Promise<Directory | undefined> {
    const [keys, published] = await Promise.all([this.keys(), this.file("published.json")]);
    const date = lookup.readPublished(published) ?? keys?.date;
    return keys && { ...keys, date, commit: lookup.readCommit(published), kept: this.kept };
  }

  async group(achievement: Bytes): Promise<Group | undefined> {
    const keys = await this.keys();
    if (keys === undefined) return undefined;
    const group = lookup.groupOf(keys, achievement);
    return this.read(`lookup/${group}/templates.json`, "templates", (data) => lookup.readGroup(data, group));
  }

  /**
   * A row names its source by number: beside templates of another snapshot it says nothing (LKP-11), and beside
   * templates that lack this source its file is damaged.
   */
  async rows(achievement: Bytes, credential: Bytes): Promise<Rows | undefined> {
    const [shard, group] = await Promise.all([this.shard(achievement, credential), this.group(achievement)]);
    const rows = shard && lookup.rowsOf(shard, credential);
    if (rows === undefined || group === undefined) return rows;
    if (rows.snapshot !== group.snapshot) return { snapshot: rows.snapshot, rows: [] };
    return rows.rows.every(({ award }) => award < group.awards.length) ? rows : undefined;
  }

  refresh(): void {
    this.asked = new Map();
    this.made = new Map();
    this.anew = true;
  }

  /** Asked for once until `refresh`. */
  file(path: string): Promise<Json | undefined> {
    const before = this.asked.get(path);
    if (before !== undefined) return before;
    const asked = this.fetch(path, this.anew).then((bytes) => parsed(bytes));
    this.asked.set(path, asked);
    return asked;
  }

  private keys(): Promise<Directory | undefined> {
    return this.read("keys.json", "keys", lookup.readDirectory);
  }

  private async shard(achievement: Bytes, credential: Bytes): Promise<Shard | undefined> {
    const keys = await this.keys();
    if (keys === undefined) return undefined;
    const group = lookup.groupOf(keys, achievement);
    const shard = lookup.shardOf(keys, achievement, credential);
    return this.read(`lookup/${group}/${shard}.json`, "shard", (data) => lookup.readShard(data, group, shard));
  }

  /** What a file comes to, found out once. */
  private read<T>(path: string, form: lookup.SiteFile, make: (data: JsonObject) => T | Promise<T>): Promise<T | undefined> {
    const made = this.made.get(path) ?? this.file(path).then((data) => lookup.readData(data, form, make));
    this.made.set(path, made);
    return made as Promise<T | undefined>;
  }
}

/** A site's file is read as strictly as a credential (LKP-14). */
export function parsed(bytes: Bytes | undefined): Json | undefined {
  const text = bytes && fromUtf8(bytes);
  return text === undefined ? undefined : jsonOf(text);
}
