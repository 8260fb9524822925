// The Node command as it is built: its JSON, its exit codes, its words.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { contexts } from "../tools/contexts.mjs";
import { ROOT } from "./load.mjs";

const folder = mkdtempSync(join(tmpdir(), "bukti-cli-"));
const script = join(folder, "verify-cli.mjs");
const SITE = join(ROOT, "spec", "vectors", "site");
const AT = "2026-11-23T12:00:00Z";
const stages = JSON.parse(readFileSync(join(ROOT, "spec", "vectors", "stages", "credential-aisyah.json"), "utf8"));
const vector = (name) => JSON.parse(readFileSync(join(ROOT, "spec", "vectors", "verify", `${name}.json`), "utf8"));

before(() =>
  build({
    entryPoints: [`${ROOT}verifier/src/node/cli.ts`], outfile: script, bundle: true, format: "esm", platform: "browser",
    external: ["node:*"], target: "es2022", plugins: [contexts],
  }),
); // prettier-ignore
after(() => rmSync(folder, { recursive: true, force: true }));

function run(...args) {
  return new Promise((done) => {
    execFile(process.execPath, [script, ...args], { cwd: folder }, (error, stdout, stderr) => {
      done({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

test("a file and a link: one document, in order, exit 0", async () => {
  const file = join(folder, "one.json");
  writeFileSync(file, `${stages.signed_rfc8785}\n`);
  const { code, stdout } = await run("--site", SITE, "--at", AT, file, stages.link);
  const { results } = JSON.parse(stdout);
  assert.deepEqual([code, results.map(({ input, verdict }) => [input, verdict])], [0, [[file, "valid"], [stages.link, "valid"]]]);
  assert.deepEqual(Object.keys(results[0]), ["input", "verdict", "checks", "credential", "data_as_of"]);
  assert.deepEqual(Object.keys(results[0].checks[0]), ["check", "code", "state", "detail"]);
});

test("exit codes: 1 for another verdict, 3 when none is worse than cannot_tell", async () => {
  const revoked = vector("card-revoked").input;
  const cut = stages.link.slice(0, -8);
  assert.equal((await run("--site", SITE, "--at", AT, revoked)).code, 1);
  assert.equal((await run("--site", SITE, "--at", AT, stages.link, cut)).code, 3);
  assert.equal((await run("--site", SITE, "--at", AT, cut, revoked)).code, 1);
});

test("wrong use and unreadable paths exit 2 and say why, on standard error", async () => {
  const wrong = [["x"], ["--site", SITE], ["--site", join(folder, "none"), stages.link], ["--site", SITE, "none.json"],
    ["--site", SITE, "--at", "yesterday", stages.link], ["--site", SITE, "--colour", stages.link], ["--site", SITE, folder]]; // prettier-ignore
  for (const args of wrong) {
    const { code, stdout, stderr } = await run(...args);
    assert.deepEqual([code, stdout], [2, ""], args.join(" "));
    assert.match(stderr, /^verify-cli: ./);
  }
});

test("--help shows an example", async () => {
  const { code, stdout } = await run("--help");
  assert.equal(code, 0);
  assert.match(stdout, /example:\n {2}node verify-cli\.js --site/);
});

test("an option's value is no input: a file named like a link is read as a file", async () => {
  writeFileSync(join(folder, "a#b"), "{}");
  const { stdout } = await run("--site", SITE, "--at", AT, "a#b");
  assert.equal(JSON.parse(stdout).results[0].checks[0].code, "parse-no-credential");
});
