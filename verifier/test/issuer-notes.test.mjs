// What is told of an issuer beside a result (LKP-15): the shared cases, as the page tells them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load, ROOT } from "./load.mjs";

const { notesOn } = await load("page/issuer.ts");
const { others, cases } = JSON.parse(readFileSync(join(ROOT, "spec", "vectors", "stages", "issuer_notes.json"), "utf8"));

for (const { why, name, signed, language, events, told } of cases) {
  test(`LKP-15: ${why}`, () => {
    const issuer = { id: "one", name, events };
    assert.deepEqual(notesOn(issuer, [issuer, ...others], signed, language).map((note) => ({ ...note })), told);
  });
}
