import assert from "node:assert/strict";
import { test } from "node:test";
import { loadFrom } from "../../verifier/test/load.mjs";

const { narrow } = await loadFrom("site_builder/scripts/catalogue/narrow.ts");

const LEVEL = { id: "level", values: [["5", "five"], ["6", "six"]], sets: [[0], [1]], of: [0, 1, 1, 0] };
const MODE = { id: "mode", values: [["online", "o"], ["onsite", "s"]], sets: [[0], [0, 1], []], of: [0, 1, 2, 1] };
const chosen = (facets) => new Map(Object.entries(facets));

test("of one facet any value will do, of several facets all have to", () => {
  assert.equal(narrow([LEVEL, MODE], chosen({}), 4).count, 4);
  assert.deepEqual(narrow([LEVEL, MODE], chosen({ level: ["6"] }), 4).fits, [false, true, true, false]);
  assert.deepEqual(narrow([LEVEL, MODE], chosen({ level: ["5", "6"] }), 4).count, 4);
  assert.deepEqual(narrow([LEVEL, MODE], chosen({ level: ["6"], mode: ["online"] }), 4).fits, [false, true, false, false]);
  assert.equal(narrow([LEVEL, MODE], chosen({ level: ["no such"] }), 4).count, 0);
});

test("a count tells how many would be found with that value, too", () => {
  const { counts } = narrow([LEVEL, MODE], chosen({ level: ["6"], mode: ["onsite"] }), 4);
  assert.deepEqual(counts.get("level"), [1, 1]); // of those onsite
  assert.deepEqual(counts.get("mode"), [1, 1]); // of those at level 6
});

test("counts are what choosing the value would find", () => {
  const start = chosen({ mode: ["onsite"] });
  const { counts } = narrow([LEVEL, MODE], start, 4);
  LEVEL.values.forEach(([value], place) => {
    const then = narrow([LEVEL, MODE], new Map([...start, ["level", [value]]]), 4);
    assert.equal(counts.get("level")[place], then.count);
  });
});

test("words narrow down, too", () => {
  const { count, counts } = narrow([LEVEL, MODE], chosen({}), 4, new Set([1, 2]));
  assert.equal(count, 2);
  assert.deepEqual(counts.get("level"), [0, 2]);
});
