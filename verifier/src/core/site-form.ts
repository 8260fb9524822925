// The form of the files of a site (LKP-14), by the closed table that both verifiers read.
import { holes, keys, published, shard, templates } from "../../../spec/tables/site.json";
import { timeOf } from "./dates.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { matches } from "./text.ts";

interface Node {
  is: "object" | "map" | "list" | "match" | "text" | "time" | "boolean" | "whole";
  members?: Record<string, Node>;
  closed?: boolean;
  names?: string;
  of?: Node;
  min?: number;
  max?: number;
  unique?: readonly string[];
  pattern?: string;
  or_null?: boolean;
}

const TABLE = { keys, published, shard, templates } as unknown as Record<string, Node>;

/** The places of TPL-3 that differ between learners, in their order. */
export const HOLES: readonly { hole: string; pointer: string; optional?: boolean }[] = holes;

/** Whether `data` has the form of one of the files: `keys`, `published`, `templates` or `shard`. */
export function hasSiteForm(data: Json | undefined, file: "keys" | "published" | "templates" | "shard"): data is JsonObject {
  return data !== undefined && fits(data, TABLE[file] as Node);
}

function fits(value: Json, node: Node): boolean {
  if (value === null) return node.or_null === true;
  return FORMS[node.is](value, node);
}

const within = (value: number, { min = 0, max = 0 }: Node): boolean => min <= value && value <= max;

const FORMS: Record<Node["is"], (value: Json, node: Node) => boolean> = {
  object: isOfMembers,
  map: (value, { names = "", of }) =>
    isObject(value) && Object.entries(value).every(([name, member]) => matches(name, names) && fits(member, of as Node)),
  list: isOfItems,
  match: (value, { pattern = "" }) => typeof value === "string" && matches(value, pattern),
  time: (value, { pattern = "" }) => typeof value === "string" && matches(value, pattern) && timeOf(value) !== undefined,
  whole: (value, node) => typeof value === "number" && Number.isInteger(value) && within(value, node),
  text: (value) => typeof value === "string" && value !== "",
  boolean: (value) => typeof value === "boolean",
};

function isOfMembers(value: Json, { members = {}, closed }: Node): boolean {
  if (!isObject(value)) return false;
  if (closed === true && !Object.keys(value).every((name) => Object.hasOwn(members, name))) return false;
  return Object.entries(members).every(([name, member]) => {
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    return found !== undefined && fits(found, member);
  });
}

function isOfItems(value: Json, node: Node): boolean {
  if (!Array.isArray(value) || !within(value.length, node)) return false;
  if (!value.every((item) => fits(item, node.of as Node))) return false;
  const column = (name: string): Set<unknown> => new Set(value.map((item) => (item as JsonObject)[name]));
  return (node.unique ?? []).every((name) => column(name).size === value.length);
}
