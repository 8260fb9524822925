import assert from "node:assert/strict";
import { test } from "node:test";
import { loadFrom } from "../../verifier/test/load.mjs";

const { changes, pairs, pieces, worded } = await loadFrom("site_builder/scripts/difference/changes.ts");

test("both texts can be read from their difference", () => {
  let seed = 7;
  const chance = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 300; round += 1) {
    const [before, after] = [chance(12), chance(12)].map((length) => Array.from({ length }, () => "abc d"[chance(5)]));
    const found = changes(before, after);
    assert.deepEqual(found.filter(({ kind }) => kind !== "in").map(({ value }) => value), before);
    assert.deepEqual(found.filter(({ kind }) => kind !== "out").map(({ value }) => value), after);
    const text = worded(before.join(""), after.join(""));
    assert.equal(text.filter(({ kind }) => kind !== "in").map(({ value }) => value).join(""), before.join(""));
    assert.equal(text.filter(({ kind }) => kind !== "out").map(({ value }) => value).join(""), after.join(""));
  }
});

test("no more changes than needed", () => {
  const kinds = (before, after) => changes([...before], [...after]).map(({ kind }) => kind[0]).join("");
  assert.equal(kinds("abcd", "abxcd"), "ssiss");
  assert.equal(kinds("abcd", "acd"), "soss");
  assert.equal(kinds("", "ab"), "ii");
  assert.equal(kinds("ab", ""), "oo");
});

test("a block that was reworded is one change, others are new or gone", () => {
  assert.deepEqual(pairs(["Clean a table of data", "Goes away"], ["Clean a large table of data", "Quite another thing"]), [
    { before: "Clean a table of data", after: "Clean a large table of data" },
    { before: "Goes away", after: "" },
    { before: "", after: "Quite another thing" },
  ]);
  assert.deepEqual(pairs(["same"], ["same"]), []);
});

test("words are compared whole, in every script", () => {
  assert.deepEqual(pieces("Café, 2 بيانات"), ["Café", ",", " ", "2", " ", "بيانات"]);
  const runs = worded("one two three", "one 2 3 three").filter(({ kind }) => kind !== "same");
  assert.deepEqual(runs.map(({ kind, value }) => [kind, value]), [["out", "two "], ["in", "2 3 "]]);
});
