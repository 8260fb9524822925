// From a credential back to its card link: the card is made anew, and counts only if it stands for this very credential.
import { fromBase58, sha256, toHex, utf8 } from "../core/bytes.ts";
import { decodeCard, encodeCard, writePayload } from "../core/card.ts";
import { InputFault } from "../core/fault.ts";
import { equalJson } from "../core/jcs.ts";
import { type JsonObject, text } from "../core/json.ts";
import type { Directory, Source } from "../core/lookup.ts";
import { rebuildCard } from "../core/rebuild.ts";
import { at, cardOfValues, valuesOf } from "../core/template.ts";

/** The link of `credential` under the registry's own address; undefined where no published template makes a card of it. */
export async function linkOf(credential: JsonObject, directory: Directory, source: Source): Promise<string | undefined> {
  const hash = await sha256(utf8(text(at(credential, "/credentialSubject/achievement/id")) ?? ""));
  const group = await source.group(hash);
  const keyNumber = keyNumberOf(credential, directory);
  const signature = fromBase58((text(at(credential, "/proof/0/proofValue")) ?? "").slice(1));
  if (group === undefined || keyNumber === undefined || signature === undefined) return undefined;
  for (const template of group.templates.values()) {
    const values = valuesOf(template, credential);
    if (values === undefined) continue;
    const card = cardOfValues(template, values, { achievement: toHex(hash).slice(0, 4), keyNumber, signature });
    const bytes = encodeCard(card);
    const spelling = writePayload(bytes, "link");
    if (!isReadable(bytes)) continue;
    const { credential: rebuilt, misspelt } = await rebuildCard(card, spelling, group, directory);
    if (!misspelt && equalJson(rebuilt, credential)) return `${directory.bases[0]}/v/#${spelling}`;
  }
  return undefined;
}

function keyNumberOf(credential: JsonObject, directory: Directory): number | undefined {
  const [did, key] = (text(at(credential, "/proof/0/verificationMethod")) ?? "").split("#");
  const issuer = directory.issuers.find(({ dids }) => dids.includes(did ?? ""));
  return issuer?.keys.find(({ id }) => id === key)?.number;
}

function isReadable(bytes: Parameters<typeof decodeCard>[0]): boolean {
  try {
    return decodeCard(bytes).name !== "";
  } catch (fault) {
    if (fault instanceof InputFault) return false;
    throw fault;
  }
}
