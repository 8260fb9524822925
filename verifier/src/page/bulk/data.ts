// Published data for all workers: each file is asked for once in each edition, by the page alone.
import type { Bytes } from "../../core/bytes.ts";
import type { Directory } from "../../core/lookup.ts";
import type { Fetch } from "../../source/site.ts";
import type { Edition } from "./protocol.ts";

/** How often data may be asked for anew: once where it is of two publications, and once more when rows are judged again. */
const ANEW = 2;

/** Where published files come from now. */
export interface Opened {
  fetch: Fetch;
  kept: boolean;
}

export class PublishedData {
  /** The latest edition that anybody has asked for. */
  private current = 0;
  private last = ANEW;
  private opened = new Map<number, Promise<Opened>>();
  private files = new Map<string, Promise<Bytes | undefined>>();
  private directories = new Map<number, Directory>();

  /** `open` gives the source of a first edition, or of one that is asked for anew. */
  constructor(private readonly open: (anew: boolean) => Promise<Opened>) {}

  /** What is judged now rests on this. */
  async edition(): Promise<Edition> {
    const { kept } = await this.source(this.current);
    return { number: this.current, last: this.last, kept };
  }

  /** Nothing that was asked for before counts any more. */
  renew(): void {
    this.current += 1;
    this.last = this.current + ANEW;
    this.files.clear();
  }

  /** The bytes of a published file; undefined where it cannot be had. */
  file(path: string, edition: number): Promise<Bytes | undefined> {
    const key = `${edition} ${path}`;
    const asked = this.files.get(key) ?? this.ask(path, edition);
    this.files.set(key, asked);
    return asked;
  }

  keep(edition: number, directory: Directory): void {
    this.directories.set(edition, directory);
  }

  directory(edition: number): Directory | undefined {
    return this.directories.get(edition);
  }

  /** Of the latest edition that anything rests on. */
  latest(): Directory | undefined {
    return this.directories.get(Math.max(...this.directories.keys()));
  }

  private async ask(path: string, edition: number): Promise<Bytes | undefined> {
    this.current = Math.max(this.current, Math.min(edition, this.last));
    const { fetch } = await this.source(edition);
    return fetch(path, this.isAnew(edition));
  }

  private isAnew(edition: number): boolean {
    return edition > this.last - ANEW;
  }

  private source(edition: number): Promise<Opened> {
    const found = this.opened.get(edition) ?? this.open(this.isAnew(edition));
    this.opened.set(edition, found);
    return found;
  }
}
