// One credential before its judges: the payload, the published data that concerns it, and what follows from both.
// Everything asynchronous happens in `gather`; the checks then only look.
import { NoCryptography, sha256, utf8 } from "./bytes.ts";
import { PartMissing } from "./canonical.ts";
import { timeOf } from "./dates.ts";
import { achievementId, providerOf } from "./did.ts";
import type { Payload } from "./input.ts";
import { registryHash } from "./jcs.ts";
import { isObject, type JsonObject, text } from "./json.ts";
import { type Award, type Directory, type Group, type Issuer, issuerOf, type Row, type Rows, type Source } from "./lookup.ts";
import { judgeProof, type ProofFinding, proofsOf } from "./proof.ts";
import { achievementHash, type Rebuilt, rebuildCard } from "./rebuild.ts";
import { type ShapeFault, shapeFault } from "./shape.ts";
import { judgeOutside, type Strangers } from "./strangers.ts";
import { achievementOf, valuesOf } from "./template.ts";

export interface Case {
  payload: Payload;
  /** The time of checking in milliseconds. */
  now: number;
  directory: Directory | undefined;
  group: Group | undefined;
  rows: Rows | undefined;
  /** What the card stands for; undefined for JSON, or without the data to rebuild it. */
  rebuilt: Rebuilt | undefined;
  /** The credential as read or rebuilt. */
  credential: JsonObject | undefined;
  issuerId: string | undefined;
  achievementId: string | undefined;
  /** The provider that the issuer's DID names under a base of this registry. */
  provider: string | undefined;
  /** Whether the issuer is outside this registry (VER-4). */
  outside: boolean;
  issuer: Issuer | undefined;
  /** What was checked of a credential whose issuer is outside (VER-24). */
  strangers: Strangers | undefined;
  shape: ShapeFault | undefined;
  /** What was found of each proof; undefined where proofs were not looked at. */
  proofs: readonly ProofFinding[] | undefined;
  /** Sources of this issuer, MC and version. */
  awards: readonly Award[];
  /** The version whose template rebuilds the credential. */
  definition: Award | undefined;
  /** The row that counts, and its source (LKP-9, VER-8). */
  row: Row | undefined;
  award: Award | undefined;
  /** No SHA-256 here, so nothing could be looked up (VER-23). */
  withoutHash: boolean;
  /** The data was of two publications (LKP-11). */
  mixed: boolean;
}

/** Everything that the checks on `payload` look at; `atHand` are documents of issuers outside. */
export async function gather(payload: Payload, source: Source, now: number, atHand: readonly JsonObject[]): Promise<Case> {
  const asked = await ask(payload, source);
  const { directory, credential } = asked;
  const { issuerId, provider, outside, issuer } = whoIssued(credential, directory);
  const shape = credential && !outside ? shapeFault(credential) : undefined;
  const whole = credential !== undefined && shape === undefined && asked.rebuilt?.misspelt !== true;
  const proofs = whole && issuer && !outside ? await findings(credential, issuer, asked.rebuilt) : undefined;
  const strangers = credential && outside ? await judgeOutside(credential, atHand, now) : undefined;
  const found = { payload, now, ...asked, issuerId, provider, outside, issuer, strangers, shape, proofs };
  return { ...found, achievementId: achievementIdOf(credential), ...awardsOf(found), mixed: isMixed(asked) };
}

type Asked = Pick<Case, "directory" | "group" | "rows" | "rebuilt" | "credential" | "withoutHash">;

/** What is asked of the source: for JSON group and rows at once, for a card the rows after it is rebuilt. */
async function ask({ card, spelling = "", credential }: Payload, source: Source): Promise<Asked> {
  const directory = await source.directory();
  const asked: Asked = { directory, group: undefined, rows: undefined, rebuilt: undefined, credential, withoutHash: false };
  if (directory === undefined) return asked;
  try {
    if (card === undefined) return { ...asked, ...(await askFor(credential, directory, source)) };
    const group = await source.group(achievementHash(card));
    if (group === undefined) return asked;
    const rebuilt = await rebuildCard(card, spelling, group, directory);
    return { ...asked, rebuilt, credential: rebuilt.credential, ...(await askFor(rebuilt.credential, directory, source, group)) };
  } catch (error) {
    // Which of several templates is meant only a signature tells: without the part for it nothing is asked of any.
    if (error instanceof PartMissing) return asked;
    if (error instanceof NoCryptography) return { ...asked, withoutHash: true };
    throw error;
  }
}

/** The rows of a credential, and its group where that is not known. */
async function askFor(
  credential: JsonObject | undefined,
  directory: Directory,
  source: Source,
  group?: Group,
): Promise<Pick<Case, "group" | "rows">> {
  const id = achievementIdOf(credential);
  const { issuerId, outside } = whoIssued(credential, directory);
  if (credential === undefined || issuerId === undefined || outside || id === undefined) return { group, rows: undefined };
  const [achievement, hash] = await Promise.all([sha256(utf8(id)), registryHash(credential)]);
  const [found, rows] = await Promise.all([group ?? source.group(achievement), source.rows(achievement, hash)]);
  return { group: found, rows };
}

function whoIssued(
  credential: JsonObject | undefined,
  directory: Directory | undefined,
): Pick<Case, "issuerId" | "provider" | "outside" | "issuer"> {
  const named = credential?.["issuer"];
  const issuerId = text(isObject(named) ? named["id"] : named);
  const provider = issuerId === undefined || !directory ? undefined : providerOf(issuerId, directory.bases);
  const claimed = achievementIdOf(credential) ?? "";
  const isClaimed = issuerId === undefined && directory?.bases.some((base) => claimed.startsWith(`${base}/`)) === true;
  const outside = directory !== undefined && credential !== undefined && provider === undefined && !isClaimed;
  const issuer = issuerId === undefined || !directory ? undefined : issuerOf(issuerId, directory);
  return { issuerId, provider, outside, issuer };
}

function achievementIdOf(credential: JsonObject | undefined): string | undefined {
  return credential && achievementOf(credential);
}

async function findings(credential: JsonObject, issuer: Issuer, rebuilt: Rebuilt | undefined): Promise<ProofFinding[]> {
  if (rebuilt?.hasKey === false) return [];
  const found: ProofFinding[] = [];
  for (const proof of proofsOf(credential)) found.push(await judgeProof(credential, proof, issuer));
  return found;
}

type Judged = Omit<Case, "achievementId" | "awards" | "definition" | "row" | "award" | "mixed">;

function awardsOf(found: Judged): Pick<Case, "awards" | "definition" | "row" | "award"> {
  const { credential, directory, group, issuer, rows } = found;
  const id = achievementIdOf(credential) ?? "";
  const isOwn = ({ provider, mc, version }: Award): boolean =>
    provider === issuer?.id &&
    directory?.bases.some((base) => id === achievementId(base, provider, mc, version)) === true;
  const awards = group && issuer ? group.awards.filter(isOwn) : [];
  const known = new Map<string, boolean>();
  const isRebuilt = (digest: string): boolean => {
    const isOne = known.get(digest) ?? isRebuiltBy(digest, found);
    known.set(digest, isOne);
    return isOne;
  };
  const rebuilds = ({ templates }: Award): boolean => templates.some(isRebuilt);
  const definition = awards.find(rebuilds);
  const fitting = (rows?.rows ?? []).filter(({ award }) => {
    const source = group?.awards[award];
    return source !== undefined && awards.includes(source) && rebuilds(source);
  });
  const rank = (row: Row): number => (group?.awards[row.award]?.authorised === true ? 0 : 65_536) + row.award;
  const row = fitting.sort((a, b) => rank(a) - rank(b))[0];
  return { awards, definition, row, award: row && group?.awards[row.award] };
}

function isRebuiltBy(digest: string, { group, credential }: Judged): boolean {
  const template = group?.templates.get(digest);
  return template !== undefined && credential !== undefined && valuesOf(template, credential) !== undefined;
}

function isMixed({ directory, group, rows }: Asked): boolean {
  const snapshots = new Set([directory, group, rows].flatMap((answer) => answer?.snapshot ?? []));
  const { commit, snapshot } = directory ?? {};
  return snapshots.size > 1 || (commit !== undefined && commit !== snapshot && commit !== snapshot?.split("+")[0]);
}

/** The beginning of validity, where what vouches for it is good; undefined where nothing does (VER-13). */
export function vouchedStart(found: Case): number | undefined {
  const { issuer, proofs, credential } = found;
  const signed = proofs !== undefined && proofs.length > 0 && proofs.every(({ code }) => code === "signature");
  if (!signed || credential === undefined) return undefined;
  const good = proofs.every(({ key }) => issuer?.keys.find(({ id }) => id === key)?.state === "good");
  return good ? timeOf(text(credential["validFrom"])) : undefined;
}
