// Published data as a site gives it (LKP): at most four files for one verification, each asked for once.
import type { Bytes } from "../core/bytes.ts";
import { fromUtf8 } from "../core/bytes.ts";
import type { Json } from "../core/json.ts";
import { type Directory, type Group, prefix, readData, readDirectory, readGroup, readRows } from "../core/lookup.ts";
import type { Rows, Source } from "../core/lookup.ts";

/** Bytes of one look-up file. */
export const MAX_DATA = 32 * 1024 * 1024;

/**
 * From a path below the site's root (`keys.json`) to the file's bytes; undefined where it cannot be had.
 * `anew`: no answer kept from before will do.
 */
export type Fetch = (path: string, anew: boolean) => Promise<Bytes | undefined>;

export class SiteSource implements Source {
  private kept = new Map<string, Promise<Json | undefined>>();
  private anew = false;

  constructor(private readonly fetch: Fetch) {}

  async directory(): Promise<Directory | undefined> {
    const [keys, published] = await Promise.all([this.file("keys.json"), this.file("published.json")]);
    return readData(keys, (data) => readDirectory(data, published));
  }

  async group(achievement: Bytes): Promise<Group | undefined> {
    const directory = await this.directory();
    if (directory === undefined) return undefined;
    const file = await this.file(`lookup/${prefix(achievement, directory.groupBits)}/templates.json`);
    return readData(file, readGroup);
  }

  async rows(achievement: Bytes, credential: Bytes): Promise<Rows | undefined> {
    const directory = await this.directory();
    if (directory === undefined) return undefined;
    const group = prefix(achievement, directory.groupBits);
    const bits = directory.shardBits[parseInt(group, 16)] ?? 0;
    const file = await this.file(`lookup/${group}/${prefix(credential, bits)}.json`);
    return readData(file, (data) => readRows(data, credential));
  }

  refresh(): void {
    this.kept = new Map();
    this.anew = true;
  }

  /** Any published JSON file, kept until `refresh`. */
  file(path: string): Promise<Json | undefined> {
    const kept = this.kept.get(path);
    if (kept !== undefined) return kept;
    const asked = this.fetch(path, this.anew).then((bytes) => parsed(bytes));
    this.kept.set(path, asked);
    return asked;
  }
}

function parsed(bytes: Bytes | undefined): Json | undefined {
  const text = bytes && fromUtf8(bytes);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}
