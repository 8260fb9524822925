// The near half of RDFC-1.0 against rdf-canonize, byte for byte: on generated graphs, on every credential of the vectors,
// and what happens where it cannot tell blank nodes apart.
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { canonize } from "rdf-canonize";
import { load, ROOT } from "./load.mjs";
import { core, NOW, row, signed, site, source, unsigned } from "./sample.mjs";

const { canonical } = await load("core/canonical.ts");

const oracle = (lines) => canonize(lines, { algorithm: "RDFC-1.0", inputFormat: "application/n-quads", maxWorkFactor: 2 });

/** The same numbers for the same seed (mulberry32). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const IRIS = ["<https://a.example/1>", "<https://a.example/1#x>", "<https://a.example/12>", "<urn:uuid:0>"];
const LITERALS = ['"a"', '"a"^^<https://t.example/d>', '"\\n\\t\\"\\\\\\u0001\\u007F"', '"محمد"', '"陈 🎓"', '"a\u2028b\u2029c\u0085"', '""'];
const pick = (random, list) => list[random(list.length)];

/** A graph of up to 12 blank nodes and 42 statements, and the same as N-Quads. */
function made(seed) {
  const random = numbers(seed);
  const [blanks, graph] = [1 + random(12), new Map()];
  const size = blanks + random(30);
  for (let i = 0; i < size; i++) {
    const subject = i < blanks ? i : random(2) === 0 ? random(blanks) : pick(random, IRIS);
    const object = [random(blanks), pick(random, IRIS), pick(random, LITERALS)][random(3)];
    const predicate = `<https://p.example/${random(3)}>`;
    const said = graph.get(subject) ?? graph.set(subject, []).get(subject);
    if (said.some((one) => one.predicate === predicate && one.object === object)) continue;
    said.push({ predicate, object, rest: `${predicate} ${object} .\n` });
  }
  const named = (node) => (typeof node === "number" ? `_:n${node}` : node);
  const lines = [...graph].flatMap(([subject, said]) => said.map(({ predicate, object }) => `${named(subject)} ${predicate} ${named(object)} .\n`));
  return { graph, blanks, lines: lines.join("") };
}

const isTie = (lines) => {
  const names = new Set(lines.match(/_:n\d+/g));
  const about = [...names].map((name) => lines.split("\n").filter((line) => line.split(" ").includes(name))
    .map((line) => line.replace(/_:n\d+/g, (found) => (found === name ? "_:a" : "_:z"))).sort().join("\n"));
  return new Set(about).size < names.size;
}; // prettier-ignore

test("generated graphs, those with blank nodes that are alike included", async () => {
  const counts = { alike: 0, distinct: 0 };
  for (let seed = 1; seed <= 1_500; seed++) {
    const { graph, blanks, lines } = made(seed);
    const expected = await oracle(lines).catch(() => undefined);
    if (expected === undefined) {
      await assert.rejects(canonical(graph, blanks), /Maximum deep iterations/);
      continue;
    }
    assert.equal(await canonical(graph, blanks), expected, `seed ${seed}`);
    counts[isTie(lines) ? "alike" : "distinct"]++;
  }
  assert.ok(counts.alike > 100 && counts.distinct > 1_000, JSON.stringify(counts));
});

test("every credential of the vectors", async () => {
  const folder = join(ROOT, "spec", "vectors", "verify");
  const inputs = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).input ?? "");
  const documents = new Map();
  for (const input of inputs.filter((text) => /^\s*\{/.test(text))) {
    for (const { credential } of core.readInput(input)) {
      if (credential && core.shapeFault(credential) === undefined) documents.set(core.canonicalJson(credential), credential);
    }
  }
  for (const document of documents.values()) {
    const form = await core.canonicalNQuads(document);
    assert.equal(form, await oracle(form));
  }
  assert.ok(documents.size >= 30, String(documents.size));
});

const folder = mkdtempSync(join(tmpdir(), "bukti-parts-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The built core in a folder of its own, with these of its parts. */
async function built(name, ...parts) {
  const place = mkdtempSync(join(folder, `${name}-`));
  for (const file of ["core.js", ...parts]) copyFileSync(join(ROOT, "verifier", "dist", file), join(place, file));
  return import(pathToFileURL(join(place, "core.js")).href);
}

const VECTORS = join(ROOT, "spec", "vectors");
const ALIKE = await signed(unsigned());
const SITE = site([await row(ALIKE)]);
// Two lists of its result descriptions hold the same values, so that their cells are alike from near.
const PLAIN = JSON.parse(readFileSync(join(VECTORS, "verify", "json-spelt-otherwise.json"), "utf8"));

async function judged(verifier, input, asked, now) {
  const [{ result }] = await verifier.verifyInput(input, asked, now, "input");
  const signature = result.checks.find(({ check }) => check === "signature");
  return [result.verdict, signature.code, signature.state];
}

function vectorSource(verifier) {
  return new verifier.SiteSource(async (path) => new Uint8Array(readFileSync(join(VECTORS, PLAIN.site, path))));
}

test("the whole algorithm is asked only where blank nodes are alike, and where it cannot be had nothing is called forged", async () => {
  const [whole, alone] = [await built("whole", "canonize.js"), await built("alone")];
  const alike = JSON.stringify(ALIKE);
  const changed = alike.replace("Aisyah binti Rahman", "Aisyah binti Rahmat");
  assert.notEqual(changed, alike);
  assert.deepEqual(await judged(whole, alike, source(SITE), NOW), ["valid", "signature", "passed"]);
  assert.deepEqual(await judged(whole, changed, source(SITE), NOW), ["invalid", "signature-mismatch", "failed"]);
  assert.deepEqual(await judged(alone, alike, source(SITE), NOW), ["cannot_tell", "data-missing", "not_run"]);
  for (const verifier of [whole, alone]) {
    assert.deepEqual(await judged(verifier, PLAIN.input, vectorSource(verifier), Date.parse(PLAIN.at)), ["valid", "signature", "passed"]);
  }
});
