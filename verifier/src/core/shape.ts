// The shape of a credential without its proof (VER-5), by the closed table that both verifiers read.
import { context, credential as shape } from "../../../spec/tables/shape.json";
import { utf8 } from "./bytes.ts";
import { isDate } from "./dates.ts";
import { equalJson, withoutProof } from "./jcs.ts";
import { isObject, type Json, type JsonObject, text } from "./json.ts";
import { shown } from "./result.ts";
import { at } from "./template.ts";
import { isSignable, matches } from "./text.ts";

interface Node {
  is: "object" | "list" | "exactly" | "match" | "text" | "date" | "number";
  optional?: boolean;
  members?: Record<string, Node>;
  of?: Node;
  min?: number;
  max?: number;
  value?: Json;
  pattern?: string;
  multiline?: boolean;
  max_bytes?: number;
  end?: string;
}

export type ShapeCode = "context-mismatch" | "shape-mismatch" | "text-forbidden" | "date-form";

export interface ShapeFault {
  code: ShapeCode;
  /** JSON Pointer of the fault. */
  where: string;
}

/** Whether something is wrong with a value of its own, whatever it holds. */
type Judge = (node: Node, value: Json) => boolean;

/** The first fault of a credential, its proof left out; undefined when it has none. */
export function shapeFault(credential: JsonObject): ShapeFault | undefined {
  if (!equalJson(credential["@context"], context.value)) return { code: "context-mismatch", where: "/@context" };
  const document = withoutProof(credential);
  delete document["@context"];
  const root = shape as unknown as Node;
  const form = formFault(root, document) ?? ruleFault(document);
  if (form !== undefined) return { code: "shape-mismatch", where: form };
  const words = walk(root, document, hasBadText);
  if (words !== undefined) return { code: "text-forbidden", where: words };
  const dates = walk(root, document, hasBadDate);
  return dates === undefined ? undefined : { code: "date-form", where: dates };
}

const step = (name: string): string => `/${shown(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** Round 1: the pointer, from `value` on, of the first value that has not the form of its node. */
function formFault(node: Node, value: Json): string | undefined {
  if (node.is === "object") return isObject(value) ? membersFault(node.members ?? {}, value) : "";
  if (node.is === "list") return Array.isArray(value) ? itemsFault(node, value) : "";
  return hasForm(node, value) ? undefined : "";
}

function hasForm(node: Node, value: Json): boolean {
  if (node.is === "exactly") return equalJson(value, node.value);
  if (node.is === "number") return typeof value === "number" && value >= 0;
  if (typeof value !== "string") return false;
  return node.is !== "match" || matches(value, node.pattern ?? "");
}

function membersFault(members: Record<string, Node>, value: JsonObject): string | undefined {
  for (const name in members) {
    const [member, found] = [members[name] as Node, value[name]];
    const fault = found !== undefined ? formFault(member, found) : member.optional === true ? undefined : "";
    if (fault !== undefined) return step(name) + fault;
  }
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(members, name));
  return unknown.length > 0 ? step(unknown.sort()[0] as string) : undefined;
}

function itemsFault(node: Node, value: readonly Json[]): string | undefined {
  if (value.length < (node.min ?? 0) || value.length > (node.max ?? 0)) return "";
  const inside = first(value, (item) => formFault(node.of as Node, item));
  return inside ?? first(value, (item, i) => (value.findIndex((other) => equalJson(other, item)) < i ? "" : undefined));
}

/** The rules of the table that no single node can state, in their order. */
function ruleFault(document: JsonObject): string | undefined {
  return descriptionsFault(document) ?? resultsFault(document) ?? statusFault(document);
}

const DESCRIPTIONS = "/credentialSubject/achievement/resultDescription";
const RESULTS = "/credentialSubject/result";

/** The member `name` of each object in the list at `pointer`. */
function column(document: JsonObject, pointer: string, name: string): (string | undefined)[] {
  const list = at(document, pointer);
  return Array.isArray(list) ? list.map((item) => (isObject(item) ? text(item[name]) : undefined)) : [];
}

function descriptionsFault(document: JsonObject): string | undefined {
  const ids = column(document, DESCRIPTIONS, "id");
  const twice = ids.findIndex((id, i) => ids.indexOf(id) < i);
  return twice < 0 ? undefined : `${DESCRIPTIONS}/${twice}/id`;
}

function resultsFault(document: JsonObject): string | undefined {
  const known = column(document, DESCRIPTIONS, "id");
  const named = column(document, RESULTS, "resultDescription");
  const wrong = named.findIndex((id, i) => !known.includes(id) || named.indexOf(id) < i);
  return wrong < 0 ? undefined : `${RESULTS}/${wrong}/resultDescription`;
}

function statusFault(document: JsonObject): string | undefined {
  const status = document["credentialStatus"] as JsonObject;
  const expected = `${text(status["statusListCredential"])}#${text(status["statusListIndex"])}`;
  return status["id"] === expected ? undefined : "/credentialStatus/id";
}

/** Rounds 2 and 3: the first value, in the order of the table, that `judge` finds fault with. The form is right by then. */
function walk(node: Node, value: Json, judge: Judge): string | undefined {
  if (judge(node, value)) return "";
  if (Array.isArray(value)) return node.of && first(value, (item) => walk(node.of as Node, item, judge));
  if (!isObject(value)) return undefined;
  for (const name in node.members) {
    const found = value[name];
    const fault = found === undefined ? undefined : walk(node.members[name] as Node, found, judge);
    if (fault !== undefined) return step(name) + fault;
  }
  return undefined;
}

function first(items: readonly Json[], find: (item: Json, i: number) => string | undefined): string | undefined {
  for (let i = 0; i < items.length; i++) {
    const found = find(items[i] as Json, i);
    if (found !== undefined) return `/${i}${found}`;
  }
  return undefined;
}

const hasBadText: Judge = (node, value) => {
  if (node.is !== "text") return false;
  const isShort = node.max_bytes === undefined || utf8(value as string).length <= node.max_bytes;
  return !isShort || !isSignable(value as string, node.multiline);
};

const hasBadDate: Judge = (node, value) => {
  if (node.is !== "date") return false;
  const [date, end] = [(value as string).slice(0, 10), (value as string).slice(10)];
  return end !== node.end || !isDate(date);
};
