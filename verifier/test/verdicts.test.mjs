// The whole table of VER-17: every combination of what the ten checks may say, held to the sum that both verifiers have.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load, ROOT } from "./load.mjs";

const { CHECKS, stateOf: stateInside, VERDICTS, verdictOf } = await load("core/inside.ts");
const { stateOf: stateOfCode } = await load("outside/codes.ts");
const CODES = JSON.parse(readFileSync(join(ROOT, "spec", "codes.json"), "utf8")).codes;
const stage = JSON.parse(readFileSync(join(ROOT, "spec", "vectors", "stages", "verdicts.json"), "utf8"));
const AUTHENTICITY = ["shape", "issuer", "signature", "registered", "definition", "authority"];
const GENUINE = ["valid", "expired", "superseded", "suspended", "not_yet_valid"];

const said = (check, [code, state]) => ({ check, code, state, detail: "", names: {} });
const columns = CHECKS.map((check) => Object.values(stage.classes[check]).map(([first]) => said(check, first)));

/** Every combination of classes; the last check changes first. */
function* combinations(from = 0) {
  if (from === columns.length) return yield [];
  for (const found of columns[from]) for (const rest of combinations(from + 1)) yield [found, ...rest];
}

const table = [...combinations()].map((checks) => ({ checks, ...verdictOf(checks) }));
const stateOf = (checks, check) => checks.find((found) => found.check === check).state;

test("the classes hold every code of every check once, with its own state", () => {
  assert.deepEqual(stage.checks, [...CHECKS]);
  for (const check of CHECKS) {
    const listed = Object.values(stage.classes[check]).flat();
    const known = CODES.filter(({ checks }) => checks.includes(check));
    assert.deepEqual(listed.sort(), known.map(({ code }) => [code, stateOfCode(code)]).sort(), check);
  }
});

test("the state of every code is known: to the core of its own, to the part for issuers outside of all", () => {
  const isOutside = ({ source }) => /^VER-(2[4-9]|3\d)$/.test(source);
  for (const { code, state } of CODES) assert.equal(stateOfCode(code), state, code);
  for (const { code, state } of CODES.filter((each) => !isOutside(each))) assert.equal(stateInside(code), state, code);
  assert.ok(CODES.filter(isOutside).length > 20);
});

test(`every combination has the verdict and the leading check of the shared table`, (context) => {
  const sum = createHash("sha256");
  for (const { verdict, leading } of table) sum.update(`${verdict}\t${leading?.check ?? "-"}\n`);
  assert.equal(table.length, stage.count);
  assert.equal(sum.digest("hex"), stage.sha256);
  const counts = Object.fromEntries(VERDICTS.map((word) => [word, table.filter(({ verdict }) => verdict === word).length]));
  assert.deepEqual(counts, stage.verdicts);
  context.diagnostic(`${table.length} combinations: ${JSON.stringify(counts)}`);
});

test("valid only where every check passed, and never genuine without fresh data on the status", () => {
  for (const { checks, verdict, leading } of table) {
    const passed = checks.every(({ state }) => state === "passed");
    assert.equal(verdict === "valid", passed);
    assert.equal(leading === undefined, passed);
    const unknown = ["not_run", "stale"].includes(stateOf(checks, "state")) || stateOf(checks, "freshness") !== "passed";
    assert.ok(!(unknown && GENUINE.includes(verdict)));
  }
});

test("invalid only by a check of authenticity that failed: never for data that could not be had", () => {
  for (const { verdict, leading } of table) {
    assert.ok(verdict !== "invalid" || (AUTHENTICITY.includes(leading.check) && leading.state === "failed"));
  }
  const missing = CODES.find(({ code }) => code === "data-missing").checks;
  // Who is outside is known from the list of issuers alone: without it nothing at all can be had.
  const inside = table.filter(({ checks }) => checks.every(({ code }) => code !== "issuer-outside"));
  for (const [i, { checks, verdict }] of inside.entries()) {
    const lost = missing[i % missing.length];
    const after = verdictOf(checks.map((found) => (found.check === lost ? said(lost, ["data-missing", "not_run"]) : found)));
    assert.ok(after.verdict !== "invalid" || verdict === "invalid");
    assert.notEqual(after.verdict, "valid");
  }
});
