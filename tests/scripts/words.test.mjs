// The page makes the same keys of a reader's words as the builder of the catalogue's texts (spec/search.md SEA-1 to SEA-3).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadFrom, ROOT } from "../../verifier/test/load.mjs";

const { fold, key, words } = await loadFrom("site_builder/scripts/catalogue/words.ts");
const { cases } = JSON.parse(readFileSync(join(ROOT, "spec/vectors/search/words.json"), "utf8"));
const tables = JSON.parse(readFileSync(join(ROOT, "spec/tables/search.json"), "utf8"));

function stemsOf(language) {
  const { least, prefixes, suffixes } = tables.stems[language] ?? { least: 1, prefixes: [], suffixes: [] };
  const longestFirst = (parts) => [...parts].sort((a, b) => [...b].length - [...a].length);
  return { least, prefixes: longestFirst(prefixes), suffixes: longestFirst(suffixes) };
}

for (const { why, language, text, folded, words: found, keys } of cases) {
  test(`${language}: ${why}`, () => {
    assert.equal(fold(text, tables.letters), folded);
    assert.deepEqual(words(text, tables.letters), found);
    assert.deepEqual(found.map((word) => key(word, stemsOf(language))), keys);
  });
}

test("there are cases", () => assert.ok(cases.length > 20));
