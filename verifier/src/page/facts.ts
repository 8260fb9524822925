// What the registry publishes about a definition for people to read beside a verdict (LKP-10, LKP-12).
import { sha256, utf8 } from "../core/bytes.ts";
import { isObject, type Json, type JsonObject, text } from "../core/json.ts";
import { type Directory, groupOf } from "../core/lookup.ts";
import { at } from "../core/template.ts";
import type { Data } from "../source/site.ts";

/** A statement and whose it is. */
export interface Sourced {
  text: string;
  source?: string | undefined;
}

/** Texts ready to be shown, each only where the definition states it. */
export interface Facts {
  level?: string;
  /** Places in other frameworks, each with its source. */
  equivalents?: Sourced[];
  /** What is stated of the provider's quality assurance. */
  quality?: Sourced[];
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
  source: Data,
  languages: readonly string[],
): Promise<Facts | undefined> {
  const id = text(at(credential, "/credentialSubject/achievement/id"));
  if (id === undefined) return undefined;
  const group = groupOf(directory, await sha256(utf8(id)));
  for (const language of languages) {
    const file = await source.file(`lookup/${group}/facts.${language}.json`);
    const all = isObject(file) ? file["mcs"] : undefined;
    const facts = isObject(all) && Object.hasOwn(all, id) ? all[id] : undefined;
    if (isObject(facts)) return read(facts, pathOf(credential, id));
  }
  return undefined;
}

/** The choice of electives that the credential states. */
function pathOf(credential: JsonObject, achievement: string): string | undefined {
  const results = at(credential, "/credentialSubject/result");
  const stated = Array.isArray(results) ? results.filter(isObject) : [];
  return text(stated.find((each) => each["resultDescription"] === `${achievement}#path`)?.["value"]);
}

function read(data: JsonObject, path: string | undefined): Facts {
  const facts: Facts = {};
  for (const name of ["level", "credits", "hours", "page"] as const) {
    const value = text(data[name]);
    if (value !== undefined) facts[name] = value;
  }
  const { outcomes } = data;
  if (Array.isArray(outcomes)) facts.outcomes = outcomes.filter((item: Json): item is string => typeof item === "string");
  facts.assessment = assessments(data, path);
  facts.equivalents = sourced(data["equivalents"]);
  facts.quality = sourced(data["quality"]);
  // Only a place below our own root: never a scheme, another host or a way up.
  if (facts.page !== undefined && !/^[a-z0-9][a-z0-9/-]*$/.test(facts.page)) delete facts.page;
  return facts;
}

function sourced(listed: Json | undefined): Sourced[] {
  const all = Array.isArray(listed) ? listed.filter(isObject) : [];
  return all.flatMap(({ text: said, source }) => (typeof said === "string" ? [{ text: said, source: text(source) }] : []));
}

/** The assessments that a holder took: all but those of electives that were not chosen. */
function assessments({ assessment, paths }: JsonObject, path: string | undefined): string[] {
  const all = Array.isArray(assessment) ? assessment.filter(isObject) : [];
  const listed = isObject(paths) && path !== undefined && Object.hasOwn(paths, path) ? paths[path] : undefined;
  const chosen = Array.isArray(listed) ? listed : (path?.split("+") ?? []);
  const taken = all.filter(({ module }) => path === undefined || module === undefined || chosen.includes(module));
  return taken.map((each) => text(each["text"])).filter((each) => each !== undefined);
}
