// The core stays small: what does not take part in a verdict belongs into a part that is loaded when it is used.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { ROOT } from "./load.mjs";

const MOST = 15_000;
const transferred = (...files) => brotliCompressSync(Buffer.concat(files.map((file) => readFileSync(join(ROOT, "verifier/dist", file))))).length;

test("the core fits its budget, and would not with a part that is loaded on demand", () => {
  assert.ok(transferred("core.js") <= MOST, `core.js: ${transferred("core.js")} bytes`);
  assert.ok(transferred("core.js", "canonize.js") > MOST);
});
