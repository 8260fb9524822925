// What a page has to load to verify: our core beside the libraries of others, each bundled for browsers in this run.
// Writes a JSON list of {name, min, gzip, brotli}; `python -m benchmarks.verification_cost --sizes` prints it as a table.
import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { versionOf } from "../tests/standards/protocol.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const OTHERS = {
  "@digitalbazaar/vc": `
    export { verifyCredential } from "@digitalbazaar/vc";
    export { DataIntegrityProof } from "@digitalbazaar/data-integrity";
    export { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
    export * as multikey from "@digitalbazaar/ed25519-multikey";
    export { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";`,
  "@digitalcredentials/verifier-core": `export { verifyCredential } from "@digitalcredentials/verifier-core";`,
};

/** Modules of Node, which browsers have not: empty ones in their place. */
const withoutNode = {
  name: "without-node",
  setup(bundle) {
    const names = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
    bundle.onResolve({ filter: /./ }, ({ path }) => (names.has(path) ? { path, namespace: "none" } : undefined));
    bundle.onLoad({ filter: /./, namespace: "none" }, () => ({ contents: "module.exports = {};" }));
  },
};

async function bundled(contents) {
  const options = { bundle: true, minify: true, format: "esm", target: "es2022", platform: "browser", write: false };
  const done = await build({
    ...options, stdin: { contents, resolveDir: root }, plugins: [withoutNode], legalComments: "none", logLevel: "error",
  }); // prettier-ignore
  return done.outputFiles[0].contents;
}

const measured = (name, bytes) => {
  return { name, min: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
};

/** Files that are transferred one by one. */
function ours(name, ...files) {
  const each = files.map((file) => measured(name, readFileSync(`${root}verifier/dist/${file}`)));
  const sum = (form) => each.reduce((total, one) => total + one[form], 0);
  return { name, min: sum("min"), gzip: sum("gzip"), brotli: sum("brotli") };
}

const rows = [
  ours("bukti, core.js", "core.js"),
  ours("  with all of RDFC-1.0, for alike lists", "core.js", "canonize.js"),
  ours("bukti, /v/: core, page, words and style", "verify.js", "verify.en.js", "verify.css"),
];
for (const [name, contents] of Object.entries(OTHERS)) rows.push(measured(`${name} ${versionOf(name)}`, await bundled(contents)));
process.stdout.write(JSON.stringify(rows));
