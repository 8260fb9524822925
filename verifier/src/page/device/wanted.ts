// Which files a kept set is to hold, the most wanted first (LKP-6).
import { type Directory, groupOf, numbered, shardOf } from "../../core/lookup.ts";

/** What the visitor just asked about: digests of an achievement's id and of a credential. */
export interface Seen {
  achievement: Uint8Array;
  credential: Uint8Array;
}

export interface Wish {
  languages: readonly string[];
  seen?: Seen | undefined;
  /** Only what the last question needed. */
  sparing: boolean;
}

/** Paths of the files beside `keys.json` and `published.json`. */
export function* wanted(keys: Directory, { languages, seen, sparing }: Wish): Generator<string> {
  const first = seen && groupOf(keys, seen.achievement);
  if (seen !== undefined && first !== undefined) {
    yield* words(first, languages);
    yield `lookup/${first}/${shardOf(keys, seen.achievement, seen.credential)}.json`;
  }
  if (sparing) return;
  const names = keys.groups.map((number) => numbered(number, keys.groupBits));
  const inOrder = [...names.keys()].sort((a, b) => Number(names[b] === first) - Number(names[a] === first));
  const [own = [], others] = first === undefined ? [[], inOrder] : [inOrder.slice(0, 1), inOrder.slice(1)];
  for (const place of own) yield* shards(keys, place);
  for (const place of others) yield* words(names[place] as string, languages);
  for (const place of others) yield* shards(keys, place);
}

/** How many of the first of them the last question needed. */
export const needed = ({ languages, seen }: Wish): number => (seen === undefined ? 0 : 2 + languages.length);

function* words(group: string, languages: readonly string[]): Generator<string> {
  yield `lookup/${group}/templates.json`;
  for (const language of languages) yield `lookup/${group}/facts.${language}.json`;
}

function* shards({ groups, groupBits, shardBits }: Directory, place: number): Generator<string> {
  const [group, bits] = [numbered(groups[place] as number, groupBits), shardBits[place] as number];
  for (let shard = 0; shard < 2 ** bits; shard++) yield `lookup/${group}/${numbered(shard, bits)}.json`;
}
