// The proofs of a document that a stranger issued: every one has to pass, not any (VER-27).
import { type Bytes, concat, sha256, utf8 } from "../core/bytes.ts";
import { canonicalJson, equalJson, withoutProof } from "../core/jcs.ts";
import { isObject, type Json, type JsonObject, text } from "../core/json.ts";
import { proofsOf } from "../core/proof.ts";
import { shown } from "../core/result.ts";
import { type Desk, type Finding, worst } from "./finding.ts";
import { foreignNQuads } from "./graph.ts";
import { secondsOf } from "./instants.ts";
import { fromMultibase, publicKey } from "./keys.ts";
import { ForeignFault } from "./terms.ts";

const MAX_PROOFS = 8;
const DAY = 86_400;
const MEMBERS = ["type", "created", "expires", "verificationMethod", "proofPurpose", "proofValue", "id", "nonce"];
const OLD = "Ed25519Signature2020";
const OLD_CONTEXT = "https://w3id.org/security/suites/ed25519-2020/v1";

type Suite = "eddsa-rdfc-2022" | "eddsa-jcs-2022" | typeof OLD;

/** What is found of all proofs of `document`, which `issuer` is said to have issued. */
export async function judgeProofs(document: JsonObject, issuer: string | undefined, desk: Desk): Promise<Finding> {
  const proofs = proofsOf(document);
  if (proofs.length === 0) return { code: "proof-missing" };
  if (proofs.length > MAX_PROOFS) return { code: "proof-form" };
  const body = new SignedBody(document);
  const found: Finding[] = [];
  for (const proof of proofs) found.push(await judge(body, proof, issuer, desk));
  return worst(found);
}

async function judge(body: SignedBody, proof: Json, issuer: string | undefined, desk: Desk): Promise<Finding> {
  if (!isObject(proof)) return { code: "proof-form" };
  const method = text(proof["verificationMethod"]);
  if (text(proof["type"]) === undefined || method === undefined) return { code: "proof-form" };
  if (issuer === undefined || !method.startsWith(`${issuer}#`) || method === `${issuer}#`) return { code: "proof-foreign" };
  const suite = suiteOf(proof);
  if (suite === undefined) return { code: "suite-unknown" };
  const fault = formFault(proof, desk.now);
  if (fault !== undefined) return fault;
  const key = publicKey(issuer, method, desk);
  return key instanceof Uint8Array ? await content(body, proof, suite, key, issuer, desk) : key;
}

/** The suite of a proof; undefined for one that is not known, or has members that would have to be understood. */
function suiteOf(proof: JsonObject): Suite | undefined {
  const has = (...more: string[]): boolean => Object.keys(proof).every((name) => [...MEMBERS, ...more].includes(name));
  const { type, cryptosuite: suite } = proof;
  if (type === OLD) return has() ? OLD : undefined;
  const isKnown = suite === "eddsa-rdfc-2022" || suite === "eddsa-jcs-2022";
  return type === "DataIntegrityProof" && isKnown && has("cryptosuite", "@context") ? suite : undefined;
}

function formFault(proof: JsonObject, now: number): Finding | undefined {
  const [created, expires] = ["created", "expires"].map((name) =>
    Object.hasOwn(proof, name) ? (secondsOf(proof[name]) ?? Number.NaN) : undefined,
  );
  const isBad = Number.isNaN(created) || Number.isNaN(expires) || proof["proofPurpose"] !== "assertionMethod";
  if (isBad || fromMultibase(proof["proofValue"])?.length !== 64) return { code: "proof-form" };
  if (created !== undefined && created > now + DAY) return { code: "proof-future" };
  return expires !== undefined && expires <= now ? { code: "proof-expired" } : undefined;
}

async function content(
  body: SignedBody,
  proof: JsonObject,
  suite: Suite,
  key: Bytes,
  issuer: string,
  { tools }: Desk,
): Promise<Finding> {
  try {
    const data = await body.signedData(proof, suite);
    const signature = fromMultibase(proof["proofValue"]);
    const isSigned = data !== undefined && signature !== undefined && (await tools.verify(key, signature, data));
    return isSigned ? { code: "outside-signature", names: { did: shown(issuer) } } : { code: "signature-mismatch" };
  } catch (error) {
    if (error instanceof ForeignFault) return { code: error.code };
    if ((error as Error).name === "NoCryptography") return { code: "browser-too-old" };
    throw error;
  }
}

/** A document without its proofs, which sign one and the same content: brought into one form once for all of them. */
class SignedBody {
  private readonly body: JsonObject;
  private form: Promise<string> | undefined;

  constructor(document: JsonObject) {
    this.body = withoutProof(document);
  }

  /** What Ed25519 signs; undefined where no signature can fit: a proof whose `@context` is not the document's. */
  async signedData(proof: JsonObject, suite: Suite): Promise<Bytes | undefined> {
    const { proofValue: _, ...options } = proof;
    const context = this.body["@context"];
    if (suite === "eddsa-jcs-2022") {
      const fits = options["@context"] === undefined || equalJson(options["@context"], context);
      return fits ? joined(canonicalJson(options), canonicalJson(this.body)) : undefined;
    }
    this.form ??= foreignNQuads(this.body);
    const form = await this.form;
    return joined(await foreignNQuads({ ...options, "@context": contextOf(context, suite) }), form);
  }
}

function contextOf(context: Json | undefined, suite: Suite): Json[] {
  const listed = Array.isArray(context) ? context : [context ?? null];
  return suite === OLD && !listed.includes(OLD_CONTEXT) ? [...listed, OLD_CONTEXT] : listed;
}

async function joined(...forms: string[]): Promise<Bytes> {
  return concat(...(await Promise.all(forms.map((form) => sha256(utf8(form))))));
}
