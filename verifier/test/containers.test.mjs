// Credentials inside other files: what the shared vectors of CON-1 to CON-12 cannot show.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { deflateSync } from "node:zlib";
import { load, ROOT } from "./load.mjs";

const core = await load("core/inside.ts");
const { unpack, MAX_TEXT } = await load("containers/parts.ts");
const BAKED = JSON.parse(readFileSync(join(ROOT, "spec/vectors/verify/png-baked.json"), "utf8"));
const baked = () => new Uint8Array(Buffer.from(BAKED.input_base64, "base64"));

/** The built core in a folder of its own, with or without the part that opens files. */
async function builtCore(parts) {
  const folder = mkdtempSync(join(tmpdir(), "bukti-core-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["inside.js", ...parts]) {
    const from = join(ROOT, "verifier/dist", name);
    assert.ok(existsSync(from), `${name} is missing: run make setup`);
    copyFileSync(from, join(folder, name.replace(/\.js$/, ".mjs")));
    if (name !== "inside.js") copyFileSync(from, join(folder, name));
  }
  return import(pathToFileURL(join(folder, "inside.mjs")).href);
}

test("CON-13: without the part that opens files the input is not read, and nothing is said of it", async () => {
  const { openInput } = await builtCore([]);
  assert.deepEqual((await openInput(baked())).map(({ parse }) => parse.code), ["parse-part-missing"]);
  assert.deepEqual((await openInput("{}")).map(({ parse }) => parse.code), ["parse-no-credential"]);
});

test("CON-13: a platform that cannot unpack says so, and reads what is not packed", async () => {
  const vector = JSON.parse(readFileSync(join(ROOT, "spec/vectors/verify/png-packed.json"), "utf8"));
  const packed = new Uint8Array(Buffer.from(vector.input_base64, "base64"));
  const kept = globalThis.DecompressionStream;
  const codes = async (data) => (await core.openInput(data)).map(({ parse }) => parse.code);
  try {
    delete globalThis.DecompressionStream;
    assert.deepEqual(await codes(packed), ["parse-part-missing"]);
    assert.deepEqual(await codes(baked()), ["parse"]);
  } finally {
    globalThis.DecompressionStream = kept;
  }
  assert.deepEqual(await codes(packed), ["parse"]);
});

test("text is told by its bytes as files are, and half a character in it has none", async () => {
  const svg = '<svg xmlns:openbadges="x"><openbadges:credential>{"type": "VerifiableCredential"}</openbadges:credential></svg>';
  const codes = async (input) => (await core.openInput(input)).map(({ parse }) => parse.code);
  assert.deepEqual(await codes(svg), ["parse"]);
  assert.deepEqual(await codes(`\ufeff ${svg}`), ["parse"]);
  assert.deepEqual(await codes(svg.replace("Verifiable", "\ud800")), ["parse-not-text"]);
});

test("what is unpacked is whole, and no more than is read", async () => {
  const packed = (data) => new Uint8Array(deflateSync(data, { level: 9 }));
  const most = Buffer.alloc(MAX_TEXT, 32);
  assert.equal((await unpack(packed(most)))?.length, MAX_TEXT);
  assert.equal(await unpack(packed(Buffer.alloc(MAX_TEXT + 1, 32))), undefined);
  const good = packed(Buffer.from("abc"));
  assert.equal(Buffer.from(await unpack(good)).toString(), "abc");
  for (const bad of [good.subarray(0, -1), Buffer.concat([good, good]), Buffer.concat([good, Buffer.from([0])]), good.subarray(1)]) {
    assert.equal(await unpack(new Uint8Array(bad)), undefined);
  }
});

test("a bomb of 512 MiB ends at once, in little memory", async () => {
  const bomb = new Uint8Array(deflateSync(Buffer.alloc(512 * 1024 * 1024), { level: 9 }));
  const before = [process.cpuUsage(), process.memoryUsage().rss];
  assert.equal(await unpack(bomb.subarray(0, 500_000)), undefined);
  const { user, system } = process.cpuUsage(before[0]);
  assert.ok(user + system < 300_000, `${user + system} µs`);
  assert.ok(process.memoryUsage().rss - before[1] < 40e6);
});
