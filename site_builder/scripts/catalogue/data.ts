// The files that the page asks for, each once. All of them have to be of one publication.
import type { Letters, Stems } from "./words.ts";

export interface Facet {
  readonly id: string;
  /** Values and their labels. */
  readonly values: readonly (readonly [string, string])[];
  /** Combinations of values that occur, by places in `values`. */
  readonly sets: readonly (readonly number[])[];
  /** Of each micro-credential, the place of its combination. */
  readonly of: readonly number[];
}

interface Document {
  readonly snapshot: string;
}

export interface Index extends Document {
  readonly count: number;
  /** The statuses that are shown at first; none: all are. */
  readonly begins: readonly string[];
  /** How many skills there are to narrow down by. */
  readonly skills: number;
  readonly cards: number;
  readonly facets: readonly Facet[];
  readonly sizes: { readonly credits: readonly number[]; readonly hours: readonly number[] };
  readonly changed: readonly number[];
  readonly first: readonly string[];
  readonly common: readonly string[];
  readonly stems: Stems;
  readonly letters: Letters;
}

export interface Part extends Document {
  readonly terms: Readonly<Record<string, readonly number[]>>;
  /** Keys of titles and keywords, as people write them. */
  readonly written: Readonly<Record<string, string>>;
}

interface Cards extends Document {
  readonly cards: readonly string[];
}

/** Another publication came while the page was open. */
export class Stale extends Error {}

export class Data {
  private readonly asked = new Map<string, Promise<Document>>();
  private snapshot: string | undefined;

  constructor(private readonly folder: string) {}

  index(): Promise<Index> {
    return this.ask<Index>("index.json");
  }

  skills(): Promise<Facet & Document> {
    return this.ask<Facet & Document>("skills.json");
  }

  terms(part: number): Promise<Part> {
    return this.ask<Part>(`terms/${part}.json`);
  }

  async cards(file: number): Promise<Cards["cards"]> {
    return (await this.ask<Cards>(`cards/${file}.json`)).cards;
  }

  private ask<T extends Document>(name: string): Promise<T> {
    const asked = this.asked.get(name) ?? this.fetch(name);
    this.asked.set(name, asked);
    asked.catch(() => this.asked.delete(name)); // asked for again when it is wanted again
    return asked as Promise<T>;
  }

  private async fetch(name: string): Promise<Document> {
    const answer = await fetch(this.folder + name);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    const found = (await answer.json()) as Document;
    this.snapshot ??= found.snapshot;
    if (found.snapshot !== this.snapshot) throw new Stale();
    return found;
  }
}
