// Every shared vector of spec/vectors: input to verdict, and the stages on the way. The count is printed at the end.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { load, ROOT } from "./load.mjs";

const core = await load("core/inside.ts");
const { detailOf } = await load("core/details.ts");

const VECTORS = join(ROOT, "spec", "vectors");
const readJson = (...path) => JSON.parse(readFileSync(join(VECTORS, ...path), "utf8"));
const stage = (name) => readJson("stages", `${name}.json`);
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const counts = {};
const counted = (kind, number = 1) => (counts[kind] = (counts[kind] ?? 0) + number);

function sourceOf({ site, files = {} }) {
  return new core.SiteSource(async (path) => {
    if (path in files) return files[path] === null ? undefined : core.utf8(files[path]);
    try {
      return new Uint8Array(readFileSync(join(VECTORS, site, path)));
    } catch {
      return undefined;
    }
  });
}

function inputOf({ input, input_base64, input_repeat }) {
  if (input_base64 !== undefined) return new Uint8Array(Buffer.from(input_base64, "base64"));
  return input_repeat === undefined ? input : input_repeat[0].repeat(input_repeat[1]);
}

function said({ result }) {
  const by = (pick) => Object.fromEntries(result.checks.map((found) => [found.check, pick(found)]));
  return {
    verdict: result.verdict,
    must_fail: result.leading?.check ?? null,
    checks: by(({ code, state }) => [code, state]),
    details: by(detailOf),
  };
}

const NAMES = readdirSync(join(VECTORS, "verify")).filter((name) => name.endsWith(".json")).sort();
for (const name of NAMES) {
  test(`vector ${name}`, async () => {
    const vector = readJson("verify", name);
    const atHand = (vector.at_hand ?? []).map((text) => core.readAtHand(core.utf8(text)));
    const judged = await core.verifyInput(inputOf(vector), sourceOf(vector), Date.parse(vector.at), vector.name, atHand);
    assert.deepEqual(judged.map(said), [vector.expect, ...(vector.expect_more ?? [])], vector.why);
    counted("verify");
    counted(vector.expect.verdict);
  });
}

for (const name of ["aisyah", "arabic", "coding", "moved"]) {
  test(`stages of the credential ${name}`, async () => {
    const stages = stage(`credential-${name}`);
    const { document, proof_options: options, signed, values } = stages;
    assert.equal(await core.canonicalNQuads(document), stages.document_nquads);
    assert.equal(await core.canonicalNQuads(options), stages.proof_nquads);
    assert.equal(hex(await core.sha256(core.utf8(stages.document_nquads))), stages.document_sha256);
    assert.equal(hex(await core.sha256(core.utf8(stages.proof_nquads))), stages.proof_sha256);
    assert.equal(hex(core.fromBase58(signed.proof[0].proofValue.slice(1))), stages.signature);
    assert.equal(core.canonicalJson(signed), stages.signed_rfc8785);
    assert.equal(Buffer.from(core.learnerFile(signed)).toString(), `${stages.signed_rfc8785}\n`);
    assert.equal(hex(await core.registryHash(signed)), stages.registry_hash);
    const template = { digest: stages.template_digest, ...stages.template };
    assert.equal(hex(await core.sha256(core.utf8(core.canonicalJson(stages.template)))), stages.template_digest);
    template.holes = template.holes.map(({ hole, pointer }) => [hole, pointer]);
    const read = core.valuesOf(template, signed);
    assert.deepEqual([read.uuid, read.validFrom, read.validUntil ?? null], [values.uuid, values.valid_from, values.valid_until]);
    assert.deepEqual([read.statusIndex, read.name, read.results], [values.status_index, values.name, values.results]);
    assert.equal(core.canonicalJson(core.fill(template, read)), core.canonicalJson(document));
    assert.equal(core.writePayload(Uint8Array.from(Buffer.from(stages.card.hex, "hex")), "decimal"), stages.decimal);
    counted("stages");
  });
}

test("cards: bytes, fields and both spellings", () => {
  const { good, bad } = stage("cards");
  for (const { fields, hex: bytes, decimal, link } of good) {
    for (const payload of [decimal, link]) assert.equal(hex(core.readPayload(payload).bytes), bytes);
    const card = core.decodeCard(Uint8Array.from(Buffer.from(bytes, "hex")));
    assert.equal(hex(core.encodeCard(card)), bytes);
    assert.equal(core.writePayload(core.encodeCard(card), "decimal"), decimal);
    assert.equal(core.writePayload(core.encodeCard(card), "link"), link);
    const { group, template, uuid, status_index, key_number, results, name, signature } = fields;
    const found = [card.achievement, card.template, card.uuid, card.statusIndex, card.keyNumber, card.results, card.name];
    assert.deepEqual([...found, hex(card.signature)], [group, template, uuid, status_index, key_number, results, name, signature]);
    counted("cards");
  }
  for (const { payload, code } of bad) {
    assert.throws(() => core.decodeCard(core.readPayload(payload).bytes), (fault) => fault.code === code, payload);
    counted("cards");
  }
});

test("JSON texts: RFC 8785 form and hash, or the code of what is wrong", async () => {
  const { good, bad } = stage("json");
  for (const { text, rfc8785, sha256 } of good) {
    assert.equal(core.canonicalJson(core.readJson(text)), rfc8785);
    assert.equal(hex(await core.sha256(core.utf8(rfc8785))), sha256);
    counted("json");
  }
  for (const { text, code } of bad) {
    assert.throws(() => core.readJson(text), (fault) => fault.code === code, text);
    counted("json");
  }
});

test("text that may be signed, and text that may not", () => {
  const { good, bad } = stage("text");
  for (const [list, expected] of [[good, true], [bad, false]]) {
    for (const { text, multiline, why } of list) {
      assert.equal(core.isSignable(text, multiline), expected, why);
      counted("text");
    }
  }
});

test("groups, shards and rows", async () => {
  const { groups, shards, rows } = stage("lookup");
  for (const { achievement, bits, group } of groups) {
    assert.equal(core.prefix(await core.sha256(core.utf8(achievement)), bits), group);
    counted("lookup");
  }
  for (const { hash, bits, shard } of shards) {
    assert.equal(core.prefix(Buffer.from(hash, "hex"), bits), shard);
    counted("lookup");
  }
  for (const row of rows) {
    const rows = Buffer.from(row.hex, "hex").toString("base64");
    const shard = core.readShard({ schema: "shard/v1", snapshot: "s", group: "0", shard: "0", rows }, "0", "0");
    const found = core.rowsOf(shard, Uint8Array.from(Buffer.from(row.hash, "hex"))).rows[0];
    assert.deepEqual([found.award, found.day, found.state], [row.source, row.day, row.state]);
    counted("lookup");
  }
});

test("there are vectors for every verdict, and most are bad", () => {
  for (const verdict of core.VERDICTS) assert.ok(counts[verdict] > 0, verdict);
  assert.ok(counts.verify >= 200 && counts.valid < counts.verify / 3);
});

after(() => console.log(`# vectors run: ${JSON.stringify(counts)}`));
