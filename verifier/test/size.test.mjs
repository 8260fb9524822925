// The core stays small: what does not take part in a verdict belongs into a part that is loaded when it is used.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { ROOT } from "./load.mjs";

const MOST = 15_000;
/** Without the name of the build, which is chance and moves a size by up to 60 bytes. */
const read = (file) => readFileSync(join(ROOT, "verifier/dist", file), "utf8").replace(/\?[0-9a-f]{16}/g, "");
const transferred = (...files) => brotliCompressSync(files.map(read).join("")).length;

test("the core fits its budget, and would not with a part that is loaded on demand", () => {
  assert.ok(transferred("core.js") <= MOST, `core.js: ${transferred("core.js")} bytes`);
  assert.ok(transferred("core.js", "canonize.js") > MOST);
});
