import assert from "node:assert/strict";
import { test } from "node:test";
import { loadFrom } from "../../verifier/test/load.mjs";

const choices = await loadFrom("site_builder/scripts/catalogue/choice.ts");
const { toggled } = choices;

const FACETS = new Map([
  ["status", new Set(["active", "draft"])],
  ["field", new Set(["06", "0613", "07"])],
  ["level", new Set(["mqf-5", "mqf-6"])],
  ["credits", new Set(["MQF:1-2"])],
  ["skill", undefined], // its values are not there yet
]);
const BEGINS = ["active"];
const SORTS = ["best", "title", "new"];
const read = (fragment, query = "", begins = BEGINS) => choices.read(fragment, query, { facets: FACETS, begins, sorts: SORTS });
const written = (choice) => choices.written(choice, BEGINS);
const isPlain = (choice) => choices.isPlain(choice, BEGINS);

test("what was chosen is in the address, and comes back from it", () => {
  for (const said of ["", "q=data", "q=a%20%26%20b&level=mqf-6,mqf-5", "credits=MQF:1-2&status=any&sort=new", "compare=a/b,c/d", "q=%C3%A9%23,", "skill=any-at-all"]) {
    assert.equal(written(read(`#${said}`)), said);
  }
});

test("the address may come from elsewhere", () => {
  assert.equal(read("", "?q=solar").q, "solar");
  assert.equal(read("#q=a", "?q=b").q, "a");
  const strange = read(`#nonsense=1&sort=no&compare=../x,a/b,a/b,c/d,e/f,g/h,i/j&q=${"x".repeat(999)}`);
  assert.deepEqual(strange.compare, ["a/b", "c/d", "e/f", "g/h"]);
  assert.equal(strange.sort, "best");
  assert.equal(strange.q.length, 200);
  assert.ok(isPlain(read("#")));
  assert.ok(!isPlain(strange));
});

test("values that are none are nobody's choice, however many they are", () => {
  const many = Array.from({ length: 20_000 }, (_, at) => `v${at}`).join();
  for (const said of [`level=${many}`, "level=__proto__,constructor", "status=gone", "__proto__=1&constructor=2&toString=3", "level=%E0%A4&%=%", ","]) {
    assert.ok(isPlain(read(`#${said}`)), said);
  }
  assert.deepEqual(read("#level=gone,mqf-6,mqf-6").facets.get("level"), ["mqf-6"]);
});

test("half a letter is in no choice", () => {
  assert.doesNotThrow(() => written(read(`#q=${"x".repeat(199)}${encodeURIComponent("\u{1f600}")}`)));
  assert.doesNotThrow(() => written(read("#q=%ED%A0%80")));
});

test("where nothing is on offer, all is shown at first", () => {
  const all = (fragment) => read(fragment, "", []);
  assert.equal(all("").facets.size, 0);
  assert.ok(choices.isPlain(all(""), []));
  assert.equal(choices.written(all("#status=any"), []), "");
  assert.equal(choices.written(all("#status=draft"), []), "status=draft");
  assert.ok(!choices.isPlain(all("#status=draft"), []));
  assert.ok(!choices.isPlain(all("#level=mqf-6"), []));
});

test("a value is chosen and taken back; a narrower field takes the place of the broader one", () => {
  const none = read("");
  const broad = toggled(none, "field", "06");
  const narrower = toggled(broad, "field", "0613");
  assert.deepEqual(narrower.facets.get("field"), ["0613"]);
  assert.deepEqual(toggled(narrower, "field", "07").facets.get("field"), ["0613", "07"]);
  assert.deepEqual(toggled(narrower, "field", "06").facets.get("field"), ["06"]);
  assert.equal(toggled(narrower, "field", "0613").facets.get("field"), undefined);
});
