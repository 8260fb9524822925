// Public test vectors of others. They are not in this repository: where the folder beside it is absent, the tests say so.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load, ROOT } from "./load.mjs";

const core = await load("core/inside.ts");
const FOLDER = join(ROOT, "..", "shared", "data", "vectors");
const read = (...path) => readFileSync(join(FOLDER, ...path), "utf8");
const bytes = (hex) => Uint8Array.from(Buffer.from(hex.trim(), "hex"));
const hex = (data) => Buffer.from(data).toString("hex");
const options = { skip: existsSync(FOLDER) ? false : `public vectors are absent: ${FOLDER}` };

test("RFC 8785: the pairs of cyberphone/json-canonicalization", options, () => {
  const names = readdirSync(join(FOLDER, "jcs", "input"));
  for (const name of names) {
    assert.equal(core.canonicalJson(JSON.parse(read("jcs", "input", name))), read("jcs", "output", name), name);
  }
  assert.equal(names.length, 3);
});

test("W3C vc-di-eddsa, eddsa-rdfc-2022: proof form, hashes and signature", options, async () => {
  const part = (name) => read("vc-di-eddsa", "eddsa-rdfc-2022", name);
  const { "@context": _, ...proof } = JSON.parse(part("proofConfigDataInt.json"));
  const form = await core.canonicalNQuads(proof);
  assert.equal(form, part("proofCanonDataInt.txt"));
  const hashes = [await core.sha256(core.utf8(form)), await core.sha256(core.utf8(part("canonDocDataInt.txt")))];
  assert.deepEqual(hashes.map(hex), [part("proofHashDataInt.txt").trim(), part("docHashDataInt.txt").trim()]);
  const signature = core.fromBase58(part("sigBTC58DataInt.txt").trim().slice(1));
  assert.equal(hex(signature), part("sigHexDataInt.txt").trim());
  const key = core.readMultikey(JSON.parse(read("vc-di-eddsa", "keyPair.json")).publicKeyMultibase);
  const data = Uint8Array.from(hashes.flatMap((hash) => [...hash]));
  assert.equal(hex(data), part("combinedHashDataInt.txt").trim());
  assert.equal(await core.verifyEd25519(key, signature, data), true);
  data[0] ^= 1;
  assert.equal(await core.verifyEd25519(key, signature, data), false);
});

test("W3C vc-di-eddsa, eddsa-jcs-2022: RFC 8785 forms and hashes", options, async () => {
  const part = (name) => read("vc-di-eddsa", "eddsa-jcs-2022", name);
  const document = core.canonicalJson(JSON.parse(read("vc-di-eddsa", "unsigned.json")));
  assert.equal(document, part("canonDocJCS.txt").trimEnd());
  assert.equal(hex(await core.sha256(core.utf8(document))), part("docHashJCS.txt").trim());
  assert.equal(core.canonicalJson(JSON.parse(part("proofConfigJCS.json"))), part("proofCanonJCS.txt").trimEnd());
});

const CASES = options.skip ? [] : JSON.parse(read("ed25519-edge", "ed25519vectors.json"));
const flagged = ({ flags }, ...names) => names.some((name) => flags?.includes(name));

async function accepted(verify) {
  const found = [];
  for (const { number, key, sig, msg } of CASES) {
    if (await verify(bytes(key), bytes(sig), core.utf8(msg))) found.push(number);
  }
  return found;
}

/** How many of the 914 cases pass by CRD-14; the Python verifier accepts as many, by the same rule. */
const ACCEPTED = 43;

test("C2SP CCTV Ed25519: of 914 cases Web Crypto accepts 43, and the fallback the same", options, async (t) => {
  assert.equal(CASES.length, 914);
  const platform = await accepted(core.verifyEd25519);
  const odd = CASES.filter((one) => flagged(one, "low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R"));
  assert.deepEqual(platform.filter((number) => odd.some((one) => one.number === number)), []);
  assert.equal(platform.length, ACCEPTED);
  t.mock.method(crypto.subtle, "importKey", () => Promise.reject(new DOMException("no", "NotSupportedError")));
  core.setFallback((await load("page/ed25519.ts")).verify);
  assert.deepEqual(await accepted(core.verifyEd25519), platform);
});
