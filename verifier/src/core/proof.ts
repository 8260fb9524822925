// The proofs of a credential: every one has to pass, not any (VER-7, CRD-12 to CRD-14).
import { type Bytes, concat, fromBase58, NoCryptography, sha256, utf8 } from "./bytes.ts";
import { PartMissing } from "./canonical.ts";
import type { Code } from "./codes.ts";
import { verifyEd25519 } from "./ed25519.ts";
import { isObject, type Json, type JsonObject, text } from "./json.ts";
import type { Issuer, IssuerKey } from "./lookup.ts";
import { canonicalNQuads, RdfFault } from "./rdf.ts";
import { shown } from "./result.ts";

const SUITE = "eddsa-rdfc-2022";
const TYPE = "DataIntegrityProof";
const MEMBERS = "created,cryptosuite,proofPurpose,proofValue,type,verificationMethod";
const KEY_ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** What was found of one proof: `signature` and the key that signed, or its first fault. */
export interface ProofFinding {
  code: Extract<Code, "signature" | "proof-foreign" | "proof-form" | "suite-unknown" | "key-unknown" | "key-void" |
    "signature-mismatch" | "browser-too-old" | "data-missing">; // prettier-ignore
  key: string;
}

/** The proofs of a credential, written as a list or as one object (CRD-12). */
export function proofsOf(credential: JsonObject): readonly Json[] {
  const proof = credential["proof"];
  return proof === undefined ? [] : Array.isArray(proof) ? proof : [proof];
}

/** What is found of `proof`; `credential` has the right shape and is of `issuer`. */
export async function judgeProof(credential: JsonObject, proof: Json, issuer: Issuer): Promise<ProofFinding> {
  const did = text((credential["issuer"] as JsonObject)["id"]);
  const method = isObject(proof) ? text(proof["verificationMethod"]) : undefined;
  if (!isObject(proof) || method === undefined) return { code: "proof-form", key: "" };
  const id = method.startsWith(`${did}#`) ? method.slice(`${did}#`.length) : "";
  if (id === "") return { code: "proof-foreign", key: "" };
  if (isOther(proof["type"], TYPE) || isOther(proof["cryptosuite"], SUITE)) return { code: "suite-unknown", key: "" };
  const signature = signatureOf(proof);
  if (signature === undefined || !isWellFormed(proof, id, credential["validFrom"])) return { code: "proof-form", key: "" };
  const key = issuer.keys.find((known) => known.id === id);
  if (key === undefined) return { code: "key-unknown", key: shown(id) };
  if (key.state === "void") return { code: "key-void", key: id };
  return { code: await signatureCode(() => fits(signature, credential, proof, key)), key: id };
}

const isOther = (value: Json | undefined, known: string): boolean => typeof value === "string" && value !== known;

function isWellFormed(proof: JsonObject, key: string, created: Json | undefined): boolean {
  return (
    Object.keys(proof).sort().join() === MEMBERS &&
    proof["type"] === TYPE &&
    proof["cryptosuite"] === SUITE &&
    proof["proofPurpose"] === "assertionMethod" &&
    proof["created"] === created &&
    KEY_ID.test(key)
  );
}

/** The 64 bytes of a proof's signature. */
function signatureOf(proof: JsonObject): Bytes | undefined {
  const value = text(proof["proofValue"]) ?? "";
  // The work grows with the square of the length, and no signature is so long.
  const bytes = value.startsWith("z") && value.length <= 200 ? fromBase58(value.slice(1)) : undefined;
  return bytes?.length === 64 ? bytes : undefined;
}

async function signatureCode(isSigned: () => Promise<boolean>): Promise<ProofFinding["code"]> {
  try {
    return (await isSigned()) ? "signature" : "signature-mismatch";
  } catch (error) {
    if (error instanceof NoCryptography) return "browser-too-old";
    if (error instanceof PartMissing) return "data-missing";
    throw error;
  }
}

/** Whether `proof` is a good signature of `key` on `credential` (CRD-13, CRD-14). */
export async function isSigned(credential: JsonObject, proof: JsonObject, key: IssuerKey): Promise<boolean> {
  const signature = signatureOf(proof);
  return signature !== undefined && fits(signature, credential, proof, key);
}

async function fits(signature: Bytes, credential: JsonObject, proof: JsonObject, key: IssuerKey): Promise<boolean> {
  const data = await signedData(credential, proof);
  return data !== undefined && verifyEd25519(key.publicKey, signature, data);
}

/** What Ed25519 signs: the hashes of the proof's options and of the document; undefined where one has no RDF form. */
async function signedData(credential: JsonObject, proof: JsonObject) {
  const { proofValue: _, ...options } = proof;
  try {
    const forms = await Promise.all([canonicalNQuads(options), canonicalNQuads(credential)]);
    const [first, second] = await Promise.all(forms.map((form) => sha256(utf8(form))));
    return first && second && concat(first, second);
  } catch (error) {
    if (error instanceof RdfFault) return undefined;
    throw error;
  }
}
