// The shape of a credential without its proof (VER-5), by the closed table that both verifiers read.
import { context, credential as shape } from "../../../spec/tables/shape.json";
import { utf8 } from "./bytes.ts";
import { isDate } from "./dates.ts";
import { equalJson, withoutProof } from "./jcs.ts";
import { isObject, type Json, type JsonObject, text } from "./json.ts";
import { shown } from "./result.ts";
import { at } from "./template.ts";
import { isSignable } from "./text.ts";

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

type Judge = (node: Node, value: Json, where: string) => string | undefined;

/** The first fault of a credential, its proof left out; undefined when it has none. */
export function shapeFault(credential: JsonObject): ShapeFault | undefined {
  if (!equalJson(credential["@context"], context.value)) return { code: "context-mismatch", where: "/@context" };
  const document = withoutProof(credential);
  delete document["@context"];
  const root = shape as unknown as Node;
  const form = formFault(root, document, "") ?? ruleFault(document);
  if (form !== undefined) return { code: "shape-mismatch", where: form };
  const words = walk(root, document, "", textFault);
  if (words !== undefined) return { code: "text-forbidden", where: words };
  const dates = walk(root, document, "", dateFault);
  if (dates !== undefined) return { code: "date-form", where: dates };
  return undefined;
}

const step = (name: string): string => `/${shown(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** Round 1: the pointer of the first value that has not the form of its node. */
function formFault(node: Node, value: Json, where: string): string | undefined {
  if (node.is === "object") return objectFault(node, value, where);
  if (node.is === "list") return listFault(node, value, where);
  return hasForm(node, value) ? undefined : where;
}

function hasForm(node: Node, value: Json): boolean {
  if (node.is === "exactly") return equalJson(value, node.value);
  if (node.is === "number") return typeof value === "number" && value >= 0;
  if (typeof value !== "string") return false;
  return node.is !== "match" || new RegExp(`^(?:${node.pattern})$`).test(value);
}

function objectFault(node: Node, value: Json, where: string): string | undefined {
  if (!isObject(value)) return where;
  const members = node.members ?? {};
  for (const [name, member] of Object.entries(members)) {
    const place = where + step(name);
    const found = value[name];
    if (found === undefined) {
      if (member.optional !== true) return place;
      continue;
    }
    const fault = formFault(member, found, place);
    if (fault !== undefined) return fault;
  }
  const unknown = Object.keys(value).sort().find((name) => !Object.hasOwn(members, name));
  return unknown === undefined ? undefined : where + step(unknown);
}

function listFault(node: Node, value: Json, where: string): string | undefined {
  if (!Array.isArray(value)) return where;
  if (value.length < (node.min ?? 0) || value.length > (node.max ?? 0)) return where;
  for (const [i, item] of value.entries()) {
    const fault = formFault(node.of as Node, item, `${where}/${i}`);
    if (fault !== undefined) return fault;
  }
  const twice = value.findIndex((item, i) => value.slice(0, i).some((earlier) => equalJson(earlier, item)));
  return twice < 0 ? undefined : `${where}/${twice}`;
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

/** Rounds 2 and 3: `judge` on each value in the order of the table. The form is known to be right by then. */
function walk(node: Node, value: Json, where: string, judge: Judge): string | undefined {
  const own = judge(node, value, where);
  if (own !== undefined) return own;
  if (Array.isArray(value) && node.of) {
    return first(value.entries(), ([i, item]) => walk(node.of as Node, item, `${where}/${i}`, judge));
  }
  if (!isObject(value)) return undefined;
  return first(Object.entries(node.members ?? {}), ([name, member]) =>
    value[name] === undefined ? undefined : walk(member, value[name], where + step(name), judge),
  );
}

function first<T>(items: Iterable<T>, find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const textFault: Judge = (node, value, where) => {
  if (node.is !== "text") return undefined;
  const short = node.max_bytes === undefined || utf8(value as string).length <= node.max_bytes;
  return short && isSignable(value as string, node.multiline) ? undefined : where;
};

const dateFault: Judge = (node, value, where) => {
  if (node.is !== "date") return undefined;
  const [date, end] = [(value as string).slice(0, 10), (value as string).slice(10)];
  return end === node.end && isDate(date) ? undefined : where;
};
