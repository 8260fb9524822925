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

test("whatever is chosen, fits and counts are what looking at each one tells", () => {
  let seed = 11;
  const chance = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const some = (values) => values.filter(() => chance(3) === 0);
  for (let round = 0; round < 200; round += 1) {
    const total = chance(12);
    const facets = ["a", "b", "c"].map((id) => {
      const values = Array.from({ length: 1 + chance(4) }, (_, at) => [`${id}${at}`, ""]);
      const sets = Array.from({ length: 1 + chance(4) }, () => some(values.map((_, at) => at)));
      return { id, values, sets, of: Array.from({ length: total }, () => chance(sets.length)) };
    });
    const has = ({ values, sets, of }, doc) => sets[of[doc]].map((at) => values[at][0]);
    const choice = new Map(facets.map((facet) => [facet.id, some(facet.values).map(([value]) => value)]).filter(([, values]) => values.length));
    const found = chance(2) ? undefined : new Set(some(Array.from({ length: total }, (_, doc) => doc)));
    const fits = (doc, but) => (!found || found.has(doc)) &&
      facets.every((facet) => facet === but || !choice.has(facet.id) || has(facet, doc).some((value) => choice.get(facet.id).includes(value)));
    const docs = Array.from({ length: total }, (_, doc) => doc);
    const narrowed = narrow(facets, choice, total, found);
    assert.deepEqual(narrowed.fits, docs.map((doc) => fits(doc)));
    assert.equal(narrowed.count, docs.filter((doc) => fits(doc)).length);
    for (const facet of facets) {
      const counted = facet.values.map(([value]) => docs.filter((doc) => fits(doc, facet) && has(facet, doc).includes(value)).length);
      assert.deepEqual(narrowed.counts.get(facet.id), counted);
    }
  }
});
