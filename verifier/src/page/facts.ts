// What the registry publishes about a definition for people to read beside a verdict (LKP-10, LKP-12).
import { sha256, utf8 } from "../core/bytes.ts";
import { isObject, type Json, type JsonObject, text } from "../core/json.ts";
import { type Directory, prefix } from "../core/lookup.ts";
import { at } from "../core/template.ts";
import type { SiteSource } from "../source/site.ts";

/** Texts ready to be shown, each only where the definition states it. */
export interface Facts {
  level?: string;
  credits?: string;
  hours?: string;
  assessment?: string[];
  outcomes?: string[];
  /** Path below the site's root. */
  page?: string;
}

/** The facts of a credential's achievement in the first of `languages` that has a file; undefined where there are none. */
export async function loadFacts(
  credential: JsonObject,
  directory: Directory,
  source: SiteSource,
  languages: readonly string[],
): Promise<Facts | undefined> {
  const id = text(at(credential, "/credentialSubject/achievement/id"));
  if (id === undefined) return undefined;
  const group = prefix(await sha256(utf8(id)), directory.groupBits);
  for (const language of languages) {
    const file = await source.file(`lookup/${group}/facts.${language}.json`);
    const all = isObject(file) ? file["mcs"] : undefined;
    const facts = isObject(all) && Object.hasOwn(all, id) ? all[id] : undefined;
    if (isObject(facts)) return read(facts);
  }
  return undefined;
}

function read(data: JsonObject): Facts {
  const facts: Facts = {};
  for (const name of ["level", "credits", "hours", "page"] as const) {
    const value = text(data[name]);
    if (value !== undefined) facts[name] = value;
  }
  for (const name of ["assessment", "outcomes"] as const) {
    const value = data[name];
    if (Array.isArray(value)) facts[name] = value.filter((item: Json): item is string => typeof item === "string");
  }
  // Only a place below our own root: never a scheme, another host or a way up.
  if (facts.page !== undefined && !/^[a-z0-9][a-z0-9/-]*$/.test(facts.page)) delete facts.page;
  return facts;
}
