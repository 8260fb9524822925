// The ten checks and the verdict on a small registry: each bad case has one fault and names the check that must fail.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BASE, core, coreTemplate, DID, faults, KEY, NOW, OTHER, row, signed, site, source, template, testKey, unsigned, verify,
} from "./sample.mjs"; // prettier-ignore
import { load } from "./load.mjs";

const { detailOf } = await load("core/details.ts");
const GOOD = await signed(unsigned());
const SITE = site([await row(GOOD)]);
const DAY = 86_400_000;

/** The site with `change` made to a copy of its files. */
function changed(change) {
  const files = structuredClone(SITE);
  change(files);
  return files;
}

async function expectOf(name, input, { verdict, ...expected }, files = SITE, now = NOW) {
  const result = await verify(input, files, now);
  assert.deepEqual({ verdict: result.verdict, ...faults(result) }, { verdict, ...expected }, name);
  assert.deepEqual(result.checks.map(({ check }) => check), [...core.CHECKS]);
  return result;
}

async function cardOf(credential, change = () => {}) {
  const values = core.valuesOf(coreTemplate(), credential);
  const hash = Buffer.from(await core.sha256(core.utf8(credential.credentialSubject.achievement.id)));
  const days = (date) => (Date.parse(`${date}T00:00:00Z`) - Date.UTC(2020, 0, 1)) / DAY;
  const card = {
    achievement: hash.toString("hex").slice(0, 4), template: template().digest.slice(0, 12), uuid: values.uuid,
    validFrom: days(values.validFrom), validUntil: days(values.validUntil), statusIndex: values.statusIndex, keyNumber: 1,
    results: [1, "Elektif"], name: values.name, signature: core.fromBase58(credential.proof[0].proofValue.slice(1)),
  };
  change(card);
  return core.encodeCard(card);
}
const link = (bytes, spelling = "link") => `${BASE}/v/#${core.writePayload(bytes, spelling)}`;

test("a registered credential is valid, as JSON and as card in both spellings", async () => {
  const bytes = await cardOf(GOOD);
  for (const input of [GOOD, link(bytes), link(bytes, "decimal"), `  ${link(bytes).split("#")[1]}\r\n`]) {
    const result = await expectOf("good", input, { verdict: "valid" });
    assert.equal(core.canonicalJson(result.credential), core.canonicalJson(GOOD));
    assert.equal(result.data_as_of, "2026-11-22T18:00:00Z");
    assert.equal(result.leading, undefined);
  }
});

test("what wallets may change does not matter: member order, white space, escapes, proof as one object", async () => {
  const reordered = Object.fromEntries(Object.entries({ ...GOOD, proof: GOOD.proof[0] }).reverse());
  const text = JSON.stringify(reordered, null, 3).replace("Aisyah", "\\u0041isyah");
  await expectOf("wallet", text, { verdict: "valid" });
});

test("a presentation is taken apart, each credential judged", async () => {
  const bad = { ...GOOD, name: "Lain" };
  const presentation = { type: "VerifiablePresentation", verifiableCredential: [GOOD, bad, {}], proof: { any: 1 } };
  const judged = await core.verifyInput(JSON.stringify(presentation), source(SITE), NOW, "p");
  assert.deepEqual(judged.map(({ result }) => [result.input, result.verdict]), [
    ["p [1]", "valid"], ["p [2]", "invalid"], ["p [3]", "cannot_tell"],
  ]); // prettier-ignore
});

test("one verification asks for four files, each once", async () => {
  const asked = [];
  await core.verifyInput(link(await cardOf(GOOD)), source(SITE, asked), NOW, "x");
  assert.deepEqual(asked.sort(), ["keys.json", "lookup/0/0.json", "lookup/0/templates.json", "published.json"]);
});

const FORGED = { registered: "not-registered", authority: "blocked", state: "blocked" };
const EDITS = {
  "a letter of the name": (c) => { c.credentialSubject.identifier[0].identityHash = "Aisyah binti Rahmat"; },
  "the grade": (c) => { c.credentialSubject.result[0].value = "A"; },
  "the status index": (c) => {
    c.credentialStatus.statusListIndex = "78";
    c.credentialStatus.id = c.credentialStatus.id.replace("#77", "#78");
  },
}; // prettier-ignore
for (const [name, change] of Object.entries(EDITS)) {
  test(`invalid: ${name} was changed`, async () => {
    const edited = structuredClone(GOOD);
    change(edited);
    await expectOf(name, edited, { verdict: "invalid", signature: "signature-mismatch", ...FORGED });
  });
}

test("invalid: the level or the issuer's name was changed", async () => {
  const level = structuredClone(GOOD);
  level.credentialSubject.achievement.alignment[0].targetCode = "7";
  await expectOf("level", level, { verdict: "invalid", signature: "signature-mismatch", definition: "definition-mismatch", ...FORGED });
  const issuer = structuredClone(GOOD);
  issuer.issuer.name = "Universiti Lain";
  await expectOf("issuer", issuer, { verdict: "invalid", signature: "signature-mismatch", definition: "template-unknown", ...FORGED });
});

test("invalid: a member was added, a member was left out, the context was extended", async () => {
  const shape = { verdict: "invalid", signature: "blocked", ...FORGED };
  await expectOf("added", { ...GOOD, note: "x" }, { ...shape, shape: "shape-mismatch", definition: "template-unknown" });
  const { name: _, ...without } = GOOD;
  await expectOf("left out", without, { ...shape, shape: "shape-mismatch", definition: "template-unknown" });
  const context = { ...GOOD, "@context": [...GOOD["@context"], "https://w3id.org/security/multikey/v1"] };
  await expectOf("context", context, { ...shape, shape: "context-mismatch", definition: "template-unknown" });
});

const PROOFS = {
  "another's key": [(c) => signed(c, OTHER), { signature: "signature-mismatch" }],
  "a proof of another DID": [(c) => signed(c, KEY, { verificationMethod: "did:web:evil.example#key-1" }), { signature: "proof-foreign" }],
  "an unknown key": [(c) => signed(c, KEY, { verificationMethod: `${DID}#key-9` }), { signature: "key-unknown" }],
  "a void key": [(c) => signed(c, OTHER, { verificationMethod: `${DID}#key-2` }), { signature: "key-void" }],
  "another purpose": [(c) => signed(c, KEY, { proofPurpose: "https://w3id.org/security#authenticationMethod" }), { signature: "proof-form" }],
  "another date of signing": [(c) => signed(c, KEY, { created: "2026-11-02T00:00:00Z" }), { signature: "proof-form" }],
  "no proof": [(c) => c, { signature: "proof-missing" }],
  "an empty list of proofs": [(c) => ({ ...c, proof: [] }), { signature: "proof-missing" }],
  "a proof that is text": [(c) => ({ ...c, proof: "signed" }), { signature: "proof-form" }],
  "a good and a broken proof": [
    async (c) => ({ ...c, proof: [(await signed(c)).proof[0], (await signed(c, OTHER)).proof[0]] }),
    { signature: "signature-mismatch" },
  ],
  "a foreign proof after one of an unknown suite": [
    (c) => ({ ...c, proof: [{ ...GOOD.proof[0], cryptosuite: "ecdsa-sd-2023" }, { ...GOOD.proof[0], verificationMethod: "did:web:evil.example#k" }] }),
    { signature: "proof-foreign" },
  ],
}; // prettier-ignore
for (const [name, [make, expected]] of Object.entries(PROOFS)) {
  test(`invalid: ${name}`, async () => {
    await expectOf(name, await make(unsigned()), { verdict: "invalid", ...expected });
  });
}

test("cannot_tell: one of the issuer's proofs is of an unknown suite", async () => {
  const proof = [GOOD.proof[0], { ...GOOD.proof[0], cryptosuite: "ecdsa-sd-2023" }];
  await expectOf("suite", { ...GOOD, proof }, { verdict: "cannot_tell", signature: "suite-unknown" });
});

const STATES = {
  revoked: [{ state: 1, reason: 0 }, "revoked", "revoked on 2026-11-10 (issued-in-error)"],
  suspended: [{ state: 2, reason: 255 }, "suspended", "suspended on 2026-11-10 (no reason given)"],
  superseded: [{ state: 3, reason: 7 }, "superseded", "replaced on 2026-11-10 (name-corrected)"],
};
for (const [verdict, [options, code, detail]] of Object.entries(STATES)) {
  test(`${verdict}: by the state of its row`, async () => {
    const result = await expectOf(verdict, GOOD, { verdict, state: code }, site([await row(GOOD, options)]));
    assert.equal(detailOf(result.leading), detail);
  });
}

test("dates are read in the issuer's zone, without slack", async () => {
  const at = (text) => Date.parse(text);
  const fresh = (now) => changed((f) => { f["published.json"].published_at = new Date(now).toISOString().replace(".000", ""); });
  const cases = [
    ["2026-10-31T15:59:59Z", "not_yet_valid"], ["2026-10-31T16:00:00Z", "valid"],
    ["2029-10-31T15:59:59Z", "valid"], ["2029-10-31T16:00:00Z", "expired"],
  ]; // prettier-ignore
  for (const [time, verdict] of cases) assert.equal((await verify(GOOD, fresh(at(time)), at(time))).verdict, verdict, time);
});

test("freshness: seven days, a wrong clock, no date", async () => {
  const published = Date.parse("2026-11-23T06:00:00Z");
  assert.equal((await verify(GOOD, SITE, published + 7 * DAY)).verdict, "valid");
  await expectOf("stale", GOOD, { verdict: "cannot_tell", state: "data-stale", freshness: "data-stale" }, SITE, published + 7 * DAY + 1000);
  await expectOf("clock", GOOD, { verdict: "cannot_tell", freshness: "clock-wrong" }, SITE, published - DAY - 1000);
  const undated = changed((f) => { delete f["published.json"]; f["keys.json"].data_as_of = null; });
  await expectOf("undated", GOOD, { verdict: "cannot_tell", freshness: "data-missing" }, undated);
  const revoked = site([await row(GOOD, { state: 1, reason: 0 })]);
  await expectOf("revoked stands", GOOD, { verdict: "revoked", state: "revoked", freshness: "data-stale" }, revoked, NOW + 90 * DAY);
});

test("absence counts in fresh data only, and not at once", async () => {
  const empty = site([]);
  const late = { registered: "not-registered-yet", authority: "blocked", state: "blocked" };
  const published = (text) => (f) => { f["published.json"].published_at = text; };
  const soon = structuredClone(empty);
  published("2026-11-14T23:00:00Z")(soon);
  await expectOf("yet", GOOD, { verdict: "cannot_tell", ...late }, soon, Date.parse("2026-11-15T00:00:00Z"));
  await expectOf("no more", GOOD, { verdict: "invalid", ...FORGED }, empty);
  const older = { registered: "data-older", authority: "blocked", state: "blocked", freshness: "data-stale" };
  await expectOf("older", GOOD, { verdict: "cannot_tell", ...older }, empty, NOW + 30 * DAY);
});

test("a row of another source does not count", async () => {
  const data = { ...template().data, provider: "egypt-demo-institute" };
  const digest = Buffer.from(await core.sha256(core.utf8(core.canonicalJson(data)))).toString("hex");
  const foreign = changed((f) => {
    const group = f["lookup/0/templates.json"];
    group.templates = { [digest]: data };
    group.sources = [{ ...group.sources[0], provider: "egypt-demo-institute", templates: [digest] }];
  });
  const result = await verify(GOOD, foreign);
  assert.equal(result.verdict, "invalid");
  assert.equal(faults(result).registered, "registered-elsewhere");
});

test("a batch by a provider that was not allowed to award is not authorised", async () => {
  const files = changed((f) => { f["lookup/0/templates.json"].sources[0].authorised = false; });
  await expectOf("authority", GOOD, { verdict: "invalid", authority: "authority-missing" }, files);
});

/** What does not pass of an issuer outside: five checks never, two others as they are found. */
const ofStranger = (signature, state) => ({
  verdict: "cannot_tell",
  ...Object.fromEntries(["shape", "issuer", "registered", "definition", "authority"].map((check) => [check, "issuer-outside"])),
  signature, state,
}); // prettier-ignore

test("an issuer outside, an unknown provider, an issuer that is no name", async () => {
  const outside = await signed(unsigned((c) => { c.issuer.id = "did:web:other.example:issuers:x"; }));
  const result = await expectOf("outside", outside, ofStranger("did-not-at-hand", "status-not-at-hand"));
  assert.equal(result.leading.code, "issuer-outside");
  const bare = { type: ["VerifiableCredential"], issuer: "https://other.example" };
  await expectOf("string", bare, ofStranger("proof-missing", "status-none"));
  const unknown = await signed(unsigned((c) => { c.issuer.id = "did:web:bukti.example:issuers:nobody"; }));
  const found = await verify(unknown, SITE);
  assert.deepEqual([found.verdict, faults(found).issuer], ["invalid", "issuer-unknown"]);
  const nameless = await verify({ ...GOOD, issuer: { type: ["Profile"] } }, SITE);
  assert.deepEqual([nameless.verdict, faults(nameless).shape, faults(nameless).issuer], ["invalid", "shape-mismatch", "blocked"]);
});

test("data that cannot be had never counts against a credential", async () => {
  for (const path of ["keys.json", "lookup/0/templates.json", "lookup/0/0.json"]) {
    for (const broken of [undefined, [], { schema: "other/v1" }, { ...SITE[path], snapshot: 7 }]) {
      const result = await verify(GOOD, changed((f) => { f[path] = broken; }));
      assert.equal(result.verdict, "cannot_tell", path);
      assert.equal(result.leading.code, "data-missing", path);
    }
  }
  const card = link(await cardOf(GOOD));
  assert.equal((await verify(card, {})).verdict, "cannot_tell");
});

test("two publications: asked again once, then told", async () => {
  let answers = 0;
  const files = changed(() => {});
  const shard = files["lookup/0/0.json"];
  files["lookup/0/0.json"] = () => ({ ...shard, snapshot: answers++ === 0 ? "old" : "c0ffee" });
  assert.equal((await verify(GOOD, files)).verdict, "valid");
  assert.equal(answers, 2);
  files["lookup/0/0.json"] = { ...shard, snapshot: "old" };
  const unnamed = { registered: "data-older", authority: "blocked", state: "blocked" }; // its rows name sources of another publication
  await expectOf("mixed rows", GOOD, { verdict: "cannot_tell", ...unnamed, freshness: "data-mixed" }, files);
  const keys = changed((f) => { f["keys.json"].snapshot = "old"; });
  await expectOf("mixed keys", GOOD, { verdict: "cannot_tell", freshness: "data-mixed" }, keys);
});

test("cards: a letter of the name, another signature, an allowed value spelt out, a wrong key number", async () => {
  const forged = link(await cardOf(GOOD, (card) => { card.name = "Aisyah binti Rahmat"; }));
  await expectOf("name", forged, { verdict: "invalid", signature: "signature-mismatch", ...FORGED });
  const spelt = link(await cardOf(GOOD, (card) => { card.results = ["B", "Elektif"]; }));
  const misspelt = await verify(spelt, SITE);
  assert.deepEqual([misspelt.verdict, misspelt.leading.code], ["invalid", "card-misspelt"]);
  const index = link(await cardOf(GOOD, (card) => { card.results = [3, "Elektif"]; }));
  assert.equal((await verify(index, SITE)).leading.code, "card-misspelt");
  const number = await verify(link(await cardOf(GOOD, (card) => { card.keyNumber = 9; })), SITE);
  assert.deepEqual([number.verdict, detailOf(number.leading)], ["invalid", "the issuer has no key number 9"]);
  assert.equal("proof" in number.credential, false);
  const unknown = await verify(link(await cardOf(GOOD, (card) => { card.template = "000000000000"; })), SITE);
  assert.deepEqual([unknown.verdict, faults(unknown).definition], ["invalid", "template-unknown"]);
});

const UNREADABLE = {
  "": "parse-empty", "  \n": "parse-empty", "hello world": "parse-not-json", "{": "parse-not-json", "{}": "parse-no-credential",
  "[]": "parse-no-credential", '{"a":1,"a":2}': "parse-duplicate-key", '{"a":0.001}': "parse-number", '{"a":1e400}': "parse-number",
  '{"a":9007199254740993}': "parse-number", '{"a":"\\ud800"}': "parse-surrogate", '{"a":NaN}': "parse-not-json", '{"a":01}': "parse-not-json",
  '{"a":"\t"}': "parse-not-json", "{} x": "parse-not-json", "https://bukti.example/v/#": "card-cut", "https://bukti.example/v/#AQ": "card-cut",
  "https://bukti.example/v/#CQAA": "card-version", "9": "card-version", "https://bukti.example/v/": "parse-not-json",
}; // prettier-ignore
test("what cannot be read is named, and nothing is asked", async () => {
  for (const [input, code] of Object.entries(UNREADABLE)) {
    const result = await verify(input, SITE);
    assert.deepEqual([result.verdict, result.leading.code], ["cannot_tell", code], JSON.stringify(input));
    assert.ok(result.checks.slice(1).every((found) => found.code === "blocked" || found.check === "freshness"));
  }
  assert.equal((await verify(`{"a":${"[".repeat(32)}${"]".repeat(32)}}`, SITE)).leading.code, "parse-depth");
  assert.equal((await verify(`{"a":${"[".repeat(31)}${"]".repeat(31)}}`, SITE)).leading.code, "parse-no-credential");
  assert.equal((await verify(" ".repeat(262_145), SITE)).leading.code, "parse-too-large");
  const bytes = await core.verifyInput(new Uint8Array([0x7b, 0xff]), source(SITE), NOW, "x");
  assert.equal(bytes[0].result.leading.code, "parse-not-text");
});

test("details repeat only harmless text of the input", async () => {
  const result = await verify('{"<b>\\u202e":1,"<b>\\u202e":2}', SITE);
  assert.equal(detailOf(result.leading), "the member <b>? stands twice in one object");
});

test("VER-23: a platform without Ed25519 or SHA-256 cannot tell", async (t) => {
  const subtle = crypto.subtle;
  const card = link(await cardOf(GOOD));
  const missing = () => Promise.reject(new DOMException("no", "NotSupportedError"));
  t.mock.method(subtle, "importKey", missing);
  await expectOf("Ed25519", GOOD, { verdict: "cannot_tell", signature: "browser-too-old" });
  core.setFallback(async () => true);
  await expectOf("fallback", GOOD, { verdict: "valid" });
  core.setFallback(undefined);
  t.mock.restoreAll();
  t.mock.getter(globalThis.crypto, "subtle", () => undefined);
  const result = await verify(GOOD, SITE);
  assert.deepEqual([result.verdict, faults(result).signature, faults(result).registered], ["cannot_tell", "browser-too-old", "browser-too-old"]);
  assert.equal((await verify(card, SITE)).verdict, "cannot_tell");
});

test("keys of a test are not the registry's", () => {
  assert.notEqual(testKey("x").multikey, KEY.multikey);
});
