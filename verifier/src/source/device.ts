// What an earlier visit kept on this device, and when it counts (LKP-20 to LKP-22): the site is asked for one small file,
// and its answer decides between the kept files and the site's. One set of files is never mixed with another.
import type { Bytes } from "../core/bytes.ts";
import type { Json } from "../core/json.ts";
import { type Directory, type Group, readCommit, readPublished, type Rows } from "../core/lookup.ts";
import type { Answer } from "./http.ts";
import { type Data, type Fetch, parsed, SiteSource } from "./site.ts";

const PUBLISHED = "published.json";

/** Files of one snapshot, as they were kept; undefined for a file that is not kept, or not as it was. */
export interface KeptSet {
  snapshot: string;
  read(path: string): Promise<Bytes | undefined>;
}

/** The data that was decided for, for callers that read it themselves: bytes, and whether they are only kept ones. */
export interface Choice {
  data: Data;
  fetch: Fetch;
  kept: boolean;
}

export class DeviceSource implements Data {
  /** The kept files alone, as they count where the site does not answer. */
  readonly alone: Data;
  private chosen: Promise<Choice>;

  constructor(private readonly site: Fetch, published: Promise<Answer>, kept: KeptSet) {
    const only: Fetch = (path) => kept.read(path);
    this.alone = new SiteSource(only, true);
    this.chosen = this.choose(published, kept, { data: this.alone, fetch: only, kept: true });
  }

  /** Which data counts; the first question waits for it. */
  choice(): Promise<Choice> {
    return this.chosen;
  }

  async directory(): Promise<Directory | undefined> {
    return (await this.chosen).data.directory();
  }

  async group(achievement: Bytes): Promise<Group | undefined> {
    return (await this.chosen).data.group(achievement);
  }

  async rows(achievement: Bytes, credential: Bytes): Promise<Rows | undefined> {
    return (await this.chosen).data.rows(achievement, credential);
  }

  async file(path: string): Promise<Json | undefined> {
    return (await this.chosen).data.file(path);
  }

  /** What was kept does not go together with what the site answers: all comes from the site (LKP-11). */
  refresh(): void {
    const data = new SiteSource(this.site);
    data.refresh();
    this.chosen = Promise.resolve({ data, fetch: this.site, kept: false });
  }

  private async choose(published: Promise<Answer>, kept: KeptSet, alone: Choice): Promise<Choice> {
    const { reached, bytes } = await published;
    if (!reached) return alone;
    const answered: Fetch = async (path, anew) => (path === PUBLISHED && !anew ? bytes : this.site(path, anew));
    if (readCommit(parsed(bytes)) === kept.snapshot) return this.confirmed(kept, answered);
    const data = new SiteSource(answered);
    // Without a list of keys it was not the site that answered: a network's own page, say.
    return (await data.directory()) === undefined ? alone : { data, fetch: answered, kept: false };
  }

  /** The kept files are the site's own of now; what is not among them is asked for. What was read of them stays read. */
  private confirmed(kept: KeptSet, answered: Fetch): Choice {
    const fetch: Fetch = async (path, anew) => (path === PUBLISHED ? undefined : await kept.read(path)) ?? answered(path, anew);
    const [own, whole] = [this.alone, new SiteSource(fetch)];
    const data: Data = {
      async directory() {
        const [before, now] = [await own.directory(), parsed(await answered(PUBLISHED, false))];
        return before === undefined ? whole.directory() : { ...before, date: readPublished(now), commit: readCommit(now), kept: false };
      },
      group: async (achievement) => (await own.group(achievement)) ?? whole.group(achievement),
      rows: async (achievement, credential) => (await own.rows(achievement, credential)) ?? whole.rows(achievement, credential),
      file: async (path) => (await own.file(path)) ?? whole.file(path),
      refresh: () => whole.refresh(),
    };
    return { data, fetch, kept: false };
  }
}
