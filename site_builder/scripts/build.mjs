// Bundles the scripts of the catalogue's pages into site_builder/scripts/dist. The same sources give the same bytes.
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = `${here}dist`;

/** Each page's script, by the name under which pages ask for it. */
const SCRIPTS = {
  "site.js": "site.ts",
  "home.js": "home.ts",
  "catalogue.js": "catalogue/main.ts",
  "compare.js": "compare.ts",
  "difference.js": "difference/main.ts",
};

rmSync(dist, { recursive: true, force: true });
console.log("  catalogue             min     gzip   brotli");
for (const [file, source] of Object.entries(SCRIPTS)) {
  await build({
    entryPoints: [`${here}${source}`],
    outfile: `${dist}/${file}`,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    banner: { js: "/* Apache-2.0 */" },
  });
  const bytes = readFileSync(`${dist}/${file}`);
  const sizes = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
  console.log(`  ${file.padEnd(16)}${sizes.map((size) => String(size).padStart(9)).join("")}`);
}
