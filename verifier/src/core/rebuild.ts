// From a card and published templates back to the credential (CAR-9 to CAR-11).
import { type Bytes, fromHex, sha256, toHex, utf8 } from "./bytes.ts";
import { type Card, encodeCard, writePayload } from "./card.ts";
import { copied, isObject, type JsonObject, text } from "./json.ts";
import type { Directory, Group, Issuer } from "./lookup.ts";
import { isSigned } from "./proof.ts";
import { at, cardOfValues, fill, proofOfCard, type Template, valuesOf, valuesOfCard } from "./template.ts";

/** What a card stands for. */
export interface Rebuilt {
  /** Undefined where no template takes the card. Without proof where the key is not known. */
  credential: JsonObject | undefined;
  /** False where no published template is the card's. */
  hasTemplate: boolean;
  /** CAR-9. */
  misspelt: boolean;
  /** False where the issuer has no key of the card's number. */
  hasKey: boolean;
}

const NO_TEMPLATE: Rebuilt = { credential: undefined, hasTemplate: false, misspelt: false, hasKey: true };

/** The credential of `card`. Where several templates match, the one with which the signature passes (CAR-10). */
export async function rebuildCard(card: Card, spelling: string, group: Group, directory: Directory): Promise<Rebuilt> {
  const candidates: Rebuilt[] = [];
  for (const template of await matching(card, group)) candidates.push(rebuilt(card, spelling, template, directory));
  if (candidates.length > 1) {
    for (const candidate of candidates) if (await passes(candidate, card, directory)) return candidate;
  }
  return candidates[0] ?? NO_TEMPLATE;
}

/** The first 2 bytes of SHA-256 of an achievement id name its group (CAR-2). */
export function achievementHash(card: Card): Bytes {
  return fromHex(card.achievement) as Bytes;
}

async function matching(card: Card, group: Group): Promise<Template[]> {
  const found: Template[] = [];
  for (const template of group.templates.values()) {
    if (!template.digest.startsWith(card.template)) continue;
    const id = text(at(template.credential, "/credentialSubject/achievement/id")) ?? "";
    if (toHex(await sha256(utf8(id))).startsWith(card.achievement)) found.push(template);
  }
  return found.sort((a, b) => (a.digest < b.digest ? -1 : 1));
}

function issuerOf(document: JsonObject, directory: Directory): { did: string; issuer: Issuer | undefined } {
  const did = text(at(document, "/issuer/id")) ?? "";
  return { did, issuer: directory.issuers.find(({ dids }) => dids.includes(did)) };
}

function rebuilt(card: Card, spelling: string, template: Template, directory: Directory): Rebuilt {
  const { did, issuer } = issuerOf(template.credential, directory);
  const key = issuer?.keys.find(({ number }) => number === card.keyNumber);
  const values = valuesOfCard(template, card);
  const unsigned = values && fill(template, values);
  // Reading the values back refuses what has no place in a template, a date out of range for instance.
  const again = unsigned && valuesOf(template, unsigned);
  if (again === undefined) return { credential: undefined, hasTemplate: true, misspelt: true, hasKey: key !== undefined };
  const bytes = encodeCard(cardOfValues(template, again, card));
  const misspelt = ![writePayload(bytes, "link"), writePayload(bytes, "decimal")].includes(spelling);
  if (key === undefined) return { credential: unsigned, hasTemplate: true, misspelt, hasKey: false };
  const proof = [proofOfCard(card, did, key.id)];
  const credential = copied(unsigned as JsonObject, { proof });
  return { credential, hasTemplate: true, misspelt, hasKey: true };
}

async function passes(candidate: Rebuilt, card: Card, directory: Directory): Promise<boolean> {
  const proof = candidate.credential && at(candidate.credential, "/proof/0");
  if (candidate.credential === undefined || !isObject(proof)) return false;
  const key = issuerOf(candidate.credential, directory).issuer?.keys.find(({ number }) => number === card.keyNumber);
  return key !== undefined && isSigned(candidate.credential, proof, key);
}
