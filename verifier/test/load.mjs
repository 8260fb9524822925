// Bundles a TypeScript module of the verifier and imports it, so that tests run what tsc sees.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { contexts } from "../tools/contexts.mjs";
import { words } from "../tools/words.mjs";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "bukti-verifier-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** The exports of `verifier/src/<path>`. */
export async function load(path) {
  return loadFrom(`verifier/src/${path}`);
}

/** The exports of a module, by its path from the root of the repository. */
export async function loadFrom(path) {
  const outfile = join(folder, `${count++}.mjs`);
  await build({
    entryPoints: [`${ROOT}${path}`],
    bundle: true,
    outfile,
    format: "esm",
    platform: "browser",
    external: ["node:*"],
    target: "es2022",
    plugins: [contexts, words],
  });
  return import(pathToFileURL(outfile).href);
}
