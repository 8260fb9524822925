// From a card and published templates back to the credential (CAR-9 to CAR-11).
import { type Bytes, fromHex, sha256, toHex, utf8 } from "./bytes.ts";
import { type Card, encodeCard, writePayload } from "./card.ts";
import { copied, isObject, type JsonObject, text } from "./json.ts";
import { type Directory, type Group, type IssuerKey, issuerOf } from "./lookup.ts";
import { isSigned } from "./proof.ts";
import { achievementOf, at, cardOfValues, fill, proofOfCard, type Template, valuesOf, valuesOfCard } from "./template.ts";

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
  key?: IssuerKey | undefined;
}

const NO_TEMPLATE: Rebuilt = { credential: undefined, hasTemplate: false, misspelt: false, hasKey: true };

/** The credential of `card`. Where several templates match, the one with which the signature passes (CAR-10). */
export async function rebuildCard(card: Card, spelling: string, group: Group, directory: Directory): Promise<Rebuilt> {
  const candidates: Rebuilt[] = [];
  for (const template of await matching(card, group)) candidates.push(rebuilt(card, spelling, template, directory));
  if (candidates.length > 1) {
    for (const candidate of candidates) if (await passes(candidate)) return candidate;
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
    const id = achievementOf(template.credential) ?? "";
    if (toHex(await sha256(utf8(id))).startsWith(card.achievement)) found.push(template);
  }
  return found.sort((a, b) => (a.digest < b.digest ? -1 : 1));
}

function rebuilt(card: Card, spelling: string, template: Template, directory: Directory): Rebuilt {
  const did = text(at(template.credential, "/issuer/id")) ?? "";
  const issuer = issuerOf(did, directory);
  const key = issuer?.keys.find(({ number }) => number === card.keyNumber);
  const values = valuesOfCard(template, card);
  const unsigned = values && fill(template, values);
  // Reading the values back refuses what has no place in a template, a date out of range for instance.
  const again = unsigned && valuesOf(template, unsigned);
  const found = { hasTemplate: true, hasKey: key !== undefined, key };
  if (again === undefined) return { ...found, credential: undefined, misspelt: true };
  const bytes = encodeCard(cardOfValues(template, again, card));
  const misspelt = ![writePayload(bytes, "link"), writePayload(bytes, "decimal")].includes(spelling);
  const credential = key ? copied(unsigned as JsonObject, { proof: [proofOfCard(card, did, key.id)] }) : unsigned;
  return { ...found, credential, misspelt };
}

async function passes({ credential, key }: Rebuilt): Promise<boolean> {
  const proof = credential && at(credential, "/proof/0");
  return key !== undefined && isObject(proof) && isSigned(credential as JsonObject, proof, key);
}
