// A small registry of one provider, made with keys whose secrets are public, and what a site publishes of it.
import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { load } from "./load.mjs";

export const core = await load("core/inside.ts");

export const BASE = "https://bukti.example";
export const DID = "did:web:bukti.example:issuers:universiti-contoh";
export const NOW = Date.parse("2026-11-23T12:00:00Z");
export const UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";
const ACHIEVEMENT = `${BASE}/mc/universiti-contoh/data-1/v1.json`;
const LIST = `${BASE}/issuers/universiti-contoh/status/1.json`;

const sha256 = (data) => createHash("sha256").update(data).digest();

/** An Ed25519 key from a label; its secret is public. */
export function testKey(label) {
  const seed = sha256(`bukti demonstration key: ${label}`);
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const secret = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const raw = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32);
  const multikey = `z${core.toBase58(new Uint8Array([0xed, 1, ...raw]))}`;
  return { sign: (data) => new Uint8Array(sign(null, data, secret)), raw: new Uint8Array(raw), multikey };
}

export const KEY = testKey("universiti-contoh/key-1");
export const OTHER = testKey("another");

/** A signed-to-be credential of the sample shape; `change` edits it before signing. */
export function unsigned(change = () => {}) {
  const credential = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    id: `urn:uuid:${UUID}`,
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name: "Pengenalan Analitik Data",
    issuer: { id: DID, type: ["Profile"], name: "Universiti Contoh" },
    validFrom: "2026-11-01T00:00:00Z",
    validUntil: "2029-10-31T23:59:59Z",
    credentialSubject: {
      type: ["AchievementSubject"],
      identifier: [{ type: "IdentityObject", identityType: "name", hashed: false, identityHash: "Aisyah binti Rahman" }],
      achievement: {
        id: ACHIEVEMENT,
        type: ["Achievement"],
        achievementType: "MicroCredential",
        name: "Pengenalan Analitik Data",
        description: "Tiga kredit.\n\"Petikan\" dan \\ sengkang.",
        criteria: { narrative: "Lulus projek akhir." },
        version: "1",
        inLanguage: "ms",
        creditsAvailable: 2.5,
        alignment: [
          { type: ["Alignment"], targetName: "MQF level 6", targetUrl: `${BASE}/frameworks/#mqf-6`, targetFramework: "MQF", targetCode: "6" },
          { type: ["Alignment"], targetName: "Membersihkan data", targetUrl: `${BASE}/catalogue/x/#outcome-o1`, targetCode: "o1" },
        ],
        resultDescription: [
          { id: `${ACHIEVEMENT}#grade`, type: ["ResultDescription"], name: "Gred", resultType: "LetterGrade", allowedValue: ["A", "B", "C"] },
          { id: `${ACHIEVEMENT}#path`, type: ["ResultDescription"], name: "Laluan", resultType: "Result", allowedValue: ["A", "B", "C"] },
        ],
      },
      result: [
        { type: ["Result"], resultDescription: `${ACHIEVEMENT}#grade`, value: "B" },
        { type: ["Result"], resultDescription: `${ACHIEVEMENT}#path`, value: "Elektif" },
      ],
    },
    credentialStatus: {
      id: `${LIST}#77`, type: "BitstringStatusListEntry", statusPurpose: "revocation", statusListIndex: "77", statusListCredential: LIST,
    },
  };
  change(credential);
  return credential;
}

/** The credential with a proof by `key`; `options` override the proof's members before signing. */
export async function signed(credential, key = KEY, options = {}) {
  const proof = {
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-rdfc-2022",
    created: credential.validFrom,
    verificationMethod: `${credential.issuer.id}#key-1`,
    proofPurpose: "assertionMethod",
    ...options,
  };
  const forms = [await core.canonicalNQuads(proof), await core.canonicalNQuads(credential)];
  const proofValue = `z${core.toBase58(key.sign(Buffer.concat(forms.map(sha256))))}`;
  return { ...credential, proof: [{ ...proof, proofValue }] };
}

const HOLES = [
  ["uuid", "/id"], ["valid_from", "/validFrom"], ["valid_until", "/validUntil"], ["status_entry", "/credentialStatus/id"],
  ["status_index", "/credentialStatus/statusListIndex"], ["name", "/credentialSubject/identifier/0/identityHash"],
  ["result_0", "/credentialSubject/result/0/value"], ["result_1", "/credentialSubject/result/1/value"],
];

/** The sample's template, named by its digest. */
export function template() {
  const credential = unsigned();
  for (const [, pointer] of HOLES) {
    const steps = pointer.split("/").slice(1);
    const last = steps.pop();
    steps.reduce((node, step) => node[step], credential)[last] = "";
  }
  const holes = HOLES.map(([hole, pointer]) => ({ hole, pointer }));
  const data = { schema: "template/v1", provider: "universiti-contoh", mc: "data-1", version: 1, holes, credential };
  return { digest: sha256(core.canonicalJson(data)).toString("hex"), data };
}

/** The sample's template as the core holds it. */
export function coreTemplate() {
  const { digest, data } = template();
  return { digest, ...data, holes: data.holes.map(({ hole, pointer }) => [hole, pointer]) };
}

const days = (date) => (Date.parse(`${date}T00:00:00Z`) - Date.UTC(2020, 0, 1)) / 86_400_000;

/** A row of a shard (LKP-8). */
export async function row(credential, { source = 0, state = 0, reason = 255, day = "2026-11-02", stateDay = "2026-11-10" } = {}) {
  const bytes = Buffer.alloc(24);
  Buffer.from(await core.registryHash(credential)).copy(bytes, 0, 0, 16);
  bytes.writeUInt16BE(source, 16);
  bytes.writeUInt16BE(days(day), 18);
  bytes.writeUInt8(state, 20);
  bytes.writeUInt8(reason, 21);
  bytes.writeUInt16BE(state === 0 ? 0 : days(stateDay), 22);
  return bytes;
}

/** The files of a site that registered `rows`, by path; `change` edits them. */
export function site(rows, change = () => {}) {
  const { digest, data } = template();
  const snapshot = "c0ffee";
  const source = { provider: "universiti-contoh", mc: "data-1", version: 1, key: "key-1", authorised: true, templates: [digest] };
  const filler = Buffer.alloc(24 * 3, 0xff);
  const files = {
    "published.json": { commit: snapshot, published_at: "2026-11-23T06:00:00Z" },
    "keys.json": {
      schema: "keys/v1", snapshot, data_as_of: "2026-11-22T18:00:00Z", base_url: BASE, former_base_urls: [], freshness_days: 7,
      group_bits: 0, groups: [0], shard_bits: [0],
      issuers: [{
        id: "universiti-contoh", did: [DID], name: { en: "Universiti Contoh" }, zone: "Asia/Kuala_Lumpur", country: "MY",
        demonstration: true, status: "active",
        keys: [
          { key: "key-1", number: 1, public_key: KEY.multikey, state: "good" },
          { key: "key-2", number: 2, public_key: OTHER.multikey, state: "void" },
        ],
      }],
    },
    "lookup/0/templates.json": { schema: "templates/v1", snapshot, group: "0", sources: [source], templates: { [digest]: data } },
    "lookup/0/0.json": {
      schema: "shard/v1", snapshot, group: "0", shard: "0",
      rows: Buffer.concat([...rows].sort(Buffer.compare).concat(filler)).toString("base64"),
    },
  };
  change(files);
  return files;
}

/** A source over such files; `asked` collects the paths that were asked for. */
export function source(files, asked = []) {
  return new core.SiteSource(async (path) => {
    asked.push(path);
    const file = typeof files[path] === "function" ? files[path]() : files[path];
    return file === undefined ? undefined : new TextEncoder().encode(JSON.stringify(file));
  });
}

/** The one result on `input`, which may be data, against `files`. */
export async function verify(input, files, now = NOW) {
  const text = typeof input === "string" ? input : JSON.stringify(input);
  const [{ result }] = await core.verifyInput(text, source(files), now, "input");
  return result;
}

/** The code of each check that did not pass, by check. */
export function faults(result) {
  return Object.fromEntries(result.checks.filter(({ state }) => state !== "passed").map(({ check, code }) => [check, code]));
}
