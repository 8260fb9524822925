// Templates: a credential with holes, and the learner's values that fill them (TPL).
import { toBase58 } from "./bytes.ts";
import type { Card, CardResult } from "./card.ts";
import { dateOfDay, dayNumber, isDate } from "./dates.ts";
import { equalJson, withoutProof } from "./jcs.ts";
import { copied, isObject, type Json, type JsonObject, text } from "./json.ts";

export interface Template {
  /** SHA-256 of the template's bytes, in hex. */
  digest: string;
  provider: string;
  mc: string;
  version: number;
  /** Hole and JSON Pointer, in the order of TPL-3. */
  holes: readonly (readonly [hole: string, pointer: string])[];
  credential: JsonObject;
}

export interface Values {
  uuid: string;
  /** `YYYY-MM-DD`. */
  validFrom: string;
  validUntil?: string;
  /** Beyond 2^53 − 1 as a bigint; a card never holds such a one. */
  statusIndex: number | bigint;
  name: string;
  results: string[];
}

const START = "T00:00:00Z";
const END = "T23:59:59Z";
const URN = "urn:uuid:";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const stepsOf = (pointer: string): string[] => pointer.split("/").slice(1);

/** What stands at a JSON Pointer; undefined where there is no such place. */
export function at(document: Json, pointer: string): Json | undefined {
  let node: Json | undefined = document;
  for (const step of stepsOf(pointer)) {
    if (Array.isArray(node)) node = node[Number(step)];
    else node = isObject(node) && Object.hasOwn(node, step) ? node[step] : undefined;
  }
  return node;
}

/** The id of a credential's achievement. */
export function achievementOf(credential: JsonObject): string | undefined {
  return text(at(credential, "/credentialSubject/achievement/id"));
}

/** A copy of `node` with `value` at the path; only what lies on the way is copied. */
function placed(node: Json, path: readonly string[], value: string): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(node)) return node.map((item, i) => (i === Number(step) ? placed(item, rest, value) : item));
  const copy = copied(node as JsonObject);
  copy[step] = placed(copy[step] ?? null, rest, value);
  return copy;
}

function holeTexts(values: Values, statusList: string): Map<string, string> {
  const texts = new Map([
    ["uuid", URN + values.uuid],
    ["valid_from", values.validFrom + START],
    ["status_entry", `${statusList}#${values.statusIndex}`],
    ["status_index", String(values.statusIndex)],
    ["name", values.name],
  ]);
  if (values.validUntil !== undefined) texts.set("valid_until", values.validUntil + END);
  values.results.forEach((result, i) => texts.set(`result_${i}`, result));
  return texts;
}

const statusListOf = (template: Template): string =>
  text(at(template.credential, "/credentialStatus/statusListCredential")) ?? "";

/** The credential without proof that template and values make (TPL-4); undefined when holes and values differ. */
export function fill(template: Template, values: Values): JsonObject | undefined {
  const texts = holeTexts(values, statusListOf(template));
  if (texts.size !== template.holes.length) return undefined;
  let credential: Json = template.credential;
  for (const [hole, pointer] of template.holes) {
    const value = texts.get(hole);
    if (value === undefined) return undefined;
    credential = placed(credential, stepsOf(pointer), value);
  }
  return credential as JsonObject;
}

/** The values with which `template` rebuilds `credential` exactly, its proof aside; undefined if none do. */
export function valuesOf(template: Template, credential: JsonObject): Values | undefined {
  const paths = template.holes.map(([, pointer]) => stepsOf(pointer));
  if (!equalJson(template.credential, withoutProof(credential), paths)) return undefined;
  const texts = new Map(template.holes.map(([hole, pointer]) => [hole, text(at(credential, pointer))]));
  const day = (hole: string, suffix: string): string | undefined => {
    const value = texts.get(hole);
    const date = value?.endsWith(suffix) ? value.slice(0, -suffix.length) : "";
    return isDate(date) ? date : undefined;
  };
  const uuid = texts.get("uuid")?.slice(URN.length) ?? "";
  const validFrom = day("valid_from", START);
  const validUntil = day("valid_until", END);
  const index = texts.get("status_index") ?? "";
  if (validFrom === undefined || !UUID.test(uuid) || !/^(?:0|[1-9][0-9]{0,15})$/.test(index)) return undefined;
  const results = [0, 1, 2, 3].flatMap((n) => texts.get(`result_${n}`) ?? []);
  const statusIndex = Number.isSafeInteger(Number(index)) ? Number(index) : BigInt(index);
  const values: Values = { uuid, validFrom, statusIndex, name: texts.get("name") ?? "", results };
  if (validUntil !== undefined) values.validUntil = validUntil;
  const made = holeTexts(values, statusListOf(template));
  return made.size === texts.size && [...made].every(([hole, value]) => texts.get(hole) === value) ? values : undefined;
}

/** For each result of the template the values that its description lists (CAR-3). */
function allowedValues(template: Template): string[][] {
  const list = (pointer: string): Json[] => {
    const found = at(template.credential, pointer);
    return Array.isArray(found) ? found : [];
  };
  const descriptions = list("/credentialSubject/achievement/resultDescription").filter(isObject);
  return list("/credentialSubject/result").map((result) => {
    const named = isObject(result) ? result["resultDescription"] : undefined;
    const allowed = descriptions.find((description) => description["id"] === named)?.["allowedValue"];
    return Array.isArray(allowed) ? (allowed as string[]) : [];
  });
}

/** The values of a card, results spelt out; undefined when they are not what the template leaves open (CAR-4). */
export function valuesOfCard(template: Template, card: Card): Values | undefined {
  const allowed = allowedValues(template);
  const hasUntil = template.holes.some(([hole]) => hole === "valid_until");
  if (hasUntil !== card.validUntil > 0 || card.results.length !== allowed.length) return undefined;
  const results: string[] = [];
  for (const [i, result] of card.results.entries()) {
    const value = typeof result === "string" ? result : allowed[i]?.[result];
    if (value === undefined) return undefined;
    results.push(value);
  }
  const { uuid, statusIndex, name } = card;
  const values: Values = { uuid, validFrom: dateOfDay(card.validFrom), statusIndex, name, results };
  if (hasUntil) values.validUntil = dateOfDay(card.validUntil);
  return values;
}

/** What a card holds beside the values. */
export type CardSignature = Pick<Card, "achievement" | "keyNumber" | "signature">;

/** The fields that a card of these values has in its one spelling, signature and achievement hash as in `like` (CAR-9). */
export function cardOfValues(template: Template, values: Values, like: CardSignature): Card {
  const allowed = allowedValues(template);
  const spelt = (value: string, i: number): CardResult => {
    const index = allowed[i]?.indexOf(value) ?? -1;
    return index >= 0 && index < 64 ? index : value;
  };
  return {
    ...like,
    template: template.digest.slice(0, 12),
    uuid: values.uuid,
    validFrom: dayNumber(values.validFrom),
    validUntil: values.validUntil === undefined ? 0 : dayNumber(values.validUntil),
    statusIndex: Number(values.statusIndex),
    results: values.results.map(spelt),
    name: values.name,
  };
}

/** The proof that a card stands for (CAR-11). */
export function proofOfCard(card: Card, issuer: string, key: string): JsonObject {
  return {
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-rdfc-2022",
    created: dateOfDay(card.validFrom) + START,
    verificationMethod: `${issuer}#${key}`,
    proofPurpose: "assertionMethod",
    proofValue: `z${toBase58(card.signature)}`,
  };
}
