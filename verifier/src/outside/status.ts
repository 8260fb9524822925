// Whether a stranger took a credential back, by its own status list at hand (VER-31), and whether it is in force (VER-30).
import { type Bytes, concat, fromBase64url } from "../core/bytes.ts";
import { isObject, type Json, type JsonObject, text } from "../core/json.ts";
import { type Desk, type Finding, named, worst } from "./finding.ts";
import { secondsOf } from "./instants.ts";
import { judgeProofs } from "./proofs.ts";

const MAX_ENTRIES = 8;
const MIN_LENGTH = 131_072;
const MAX_LENGTH = 1 << 26;
/** Bytes of the head and of the end of a gzip member (RFC 1952, 2.3). */
const [HEAD, END] = [10, 8];

interface Kind {
  credential: string;
  subject: string;
  prefix: string;
}

const KINDS = new Map<string, Kind>([
  ["BitstringStatusListEntry", { credential: "BitstringStatusListCredential", subject: "BitstringStatusList", prefix: "u" }],
  ["StatusList2021Entry", { credential: "StatusList2021Credential", subject: "StatusList2021", prefix: "" }],
]);
const PURPOSES = { revocation: "outside-revoked", suspension: "outside-suspended" } as const;

const isPurpose = (value: string): value is keyof typeof PURPOSES => Object.hasOwn(PURPOSES, value);

/** What the status lists at hand say of `credential`. */
export async function judgeStatus(credential: JsonObject, issuer: string | undefined, desk: Desk): Promise<Finding> {
  const stated = credential["credentialStatus"];
  if (stated === undefined) return { code: "status-none" };
  const entries = Array.isArray(stated) ? stated : [stated];
  if (entries.length === 0 || entries.length > MAX_ENTRIES) return { code: "status-kind" };
  const found: Finding[] = [];
  for (const entry of entries) found.push(await judge(entry, issuer, desk));
  return worst(found);
}

async function judge(entry: Json, issuer: string | undefined, desk: Desk): Promise<Finding> {
  if (!isObject(entry)) return { code: "status-kind" };
  const kind = KINDS.get(text(entry["type"]) ?? "");
  const purpose = text(entry["statusPurpose"]) ?? "";
  const size = Object.hasOwn(entry, "statusSize") ? entry["statusSize"] : 1;
  if (kind === undefined || !isPurpose(purpose) || size !== 1) return { code: "status-kind" };
  const index = text(entry["statusListIndex"]) ?? "";
  const address = text(entry["statusListCredential"]);
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(index) || address === undefined) return { code: "status-form" };
  const list = named(address, desk);
  if (list === undefined) return { code: "status-not-at-hand" };
  return (await listFault(list, kind, issuer, desk)) ?? (await bit(list, kind, purpose, Number(index)));
}

/** Why a list does not count, but for what stands in it. */
async function listFault(list: JsonObject, kind: Kind, issuer: string | undefined, desk: Desk): Promise<Finding | undefined> {
  if (!hasType(list, "VerifiableCredential") || !hasType(list, kind.credential)) return { code: "status-kind" };
  if (issuer === undefined || issuerOf(list) !== issuer) return { code: "status-foreign" };
  const known = VOUCHED.get(desk.documents) ?? new Map<string, Promise<Finding | undefined>>();
  VOUCHED.set(desk.documents, known);
  const name = JSON.stringify([list["id"], issuer, desk.now]);
  const found = known.get(name) ?? vouchingFault(list, issuer, desk);
  known.set(name, found);
  return found;
}

/** What was found of status lists before, by the documents at hand. */
const VOUCHED = new WeakMap<readonly JsonObject[], Map<string, Promise<Finding | undefined>>>();

/** Why the proofs and the dates of a list do not vouch for it. */
async function vouchingFault(list: JsonObject, issuer: string, desk: Desk): Promise<Finding | undefined> {
  const { code } = await judgeProofs(list, issuer, desk);
  if (code !== "outside-signature") return { code: code === "proof-missing" ? "status-unsigned" : "status-signature" };
  return judgeTimes(list, desk.now).code === "validity" ? undefined : { code: "status-time" };
}

async function bit(list: JsonObject, kind: Kind, purpose: keyof typeof PURPOSES, index: number): Promise<Finding> {
  const subject = list["credentialSubject"];
  if (!isObject(subject) || !hasType(subject, kind.subject)) return { code: "status-kind" };
  const purposes = subject["statusPurpose"];
  if (!(Array.isArray(purposes) ? purposes : [purposes]).includes(purpose)) return { code: "status-purpose" };
  const octets = await kept(text(subject["encodedList"]) ?? "", kind.prefix);
  if (!(octets instanceof Uint8Array)) return octets;
  if (index >= octets.length * 8) return { code: "status-index" };
  const isSet = ((octets[Math.floor(index / 8)] as number) & (0x80 >> (index % 8))) !== 0;
  return { code: isSet ? PURPOSES[purpose] : "outside-state" };
}

/** The last lists that were unpacked: many credentials may name one list. */
const UNPACKED = new Map<string, Promise<Uint8Array | Finding>>();

function kept(encoded: string, prefix: string): Promise<Uint8Array | Finding> {
  const name = `${prefix} ${encoded}`;
  const found = UNPACKED.get(name) ?? unpacked(encoded, prefix);
  UNPACKED.delete(name);
  UNPACKED.set(name, found);
  for (const [oldest] of UNPACKED) if (UNPACKED.size > MAX_ENTRIES) UNPACKED.delete(oldest);
  return found;
}

async function unpacked(encoded: string, prefix: string): Promise<Uint8Array | Finding> {
  const packed = encoded.startsWith(prefix) ? fromBase64url(encoded.slice(prefix.length)) : undefined;
  if (packed === undefined || packed.length < HEAD + END) return { code: "status-form" };
  // The end says how long the list is (RFC 1952, 2.3.1): a longer one is not unpacked at all.
  const length = new DataView(packed.buffer).getUint32(packed.length - 4, true);
  if (length * 8 > MAX_LENGTH) return { code: "status-large", names: { limit: String(MAX_LENGTH) } };
  if (!canUnpack()) return { code: "browser-too-old" };
  const octets = await inflated(packed, "gzip", length);
  if (octets?.length !== length || !(await isOneMember(packed, length))) return { code: "status-form" };
  return length * 8 < MIN_LENGTH ? { code: "status-short", names: { limit: String(MIN_LENGTH) } } : octets;
}

/**
 * Whether the gzip data is one member and nothing after it: some platforms overlook the rest, and take several members
 * for one. Without its last byte the data before the end is cut, if it is whole with it.
 */
async function isOneMember(packed: Bytes, length: number): Promise<boolean> {
  return (await inflated(packed.slice(headLength(packed), -END - 1), "deflate-raw", length)) === undefined;
}

/** Bytes before the data of a gzip member that is known to be well formed (RFC 1952, 2.3.1). */
function headLength(packed: Bytes): number {
  const flags = packed[3] as number;
  const textEnd = (at: number): number => packed.indexOf(0, at) + 1;
  let at = HEAD;
  if (flags & 4) at += 2 + new DataView(packed.buffer).getUint16(at, true);
  if (flags & 8) at = textEnd(at);
  if (flags & 16) at = textEnd(at);
  return flags & 2 ? at + 2 : at;
}

/** Whether this platform has what unpacks a list (VER-23): browsers got it in two steps, the raw form later. */
function canUnpack(): boolean {
  try {
    return new DecompressionStream("deflate-raw").readable instanceof ReadableStream;
  } catch {
    return false;
  }
}

/** What packed data unpacks to, or a little more than `most` bytes of it; undefined for damaged or cut data. */
async function inflated(packed: Bytes, form: CompressionFormat, most: number): Promise<Uint8Array | undefined> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream(form)).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (let step = await reader.read(); !step.done && length <= most; step = await reader.read()) {
      parts.push(step.value);
      length += step.value.length;
    }
  } catch {
    return undefined;
  }
  void reader.cancel().catch(() => undefined);
  return concat(...parts);
}

/** Whether now lies within the times of a credential of VC 2.0 or VC 1.1, as instants (VER-30). */
export function judgeTimes(document: JsonObject, now: number): Finding {
  const has = (name: string): boolean => Object.hasOwn(document, name);
  const start = has("validFrom") ? "validFrom" : "issuanceDate";
  const end = has("validUntil") ? "validUntil" : "expirationDate";
  for (const name of [start, end]) {
    if (has(name) && secondsOf(document[name]) === undefined) return { code: "date-unreadable", names: { where: `/${name}` } };
  }
  const day = (name: string): { day: string } => ({ day: (text(document[name]) ?? "").slice(0, 10) });
  if ((secondsOf(document[start]) ?? now) > now) return { code: "not-yet-valid", names: day(start) };
  if ((secondsOf(document[end]) ?? now) < now) return { code: "expired", names: day(end) };
  return { code: "validity" };
}

/** The issuer's id, or the issuer itself where it is a text (VER-4). */
export function issuerOf(document: JsonObject): string | undefined {
  const issuer = document["issuer"];
  return text(isObject(issuer) ? issuer["id"] : issuer);
}

function hasType(node: JsonObject, name: string): boolean {
  const types = node["type"];
  return types === name || (Array.isArray(types) && types.includes(name));
}
