// Reads codes in grey photos of one megapixel: `node photo_codes.mjs FOLDER`, with raw photos `*.grey` in it. Prints for each
// decoder the texts that it read, and its milliseconds of CPU: the page's own reader, and the two libraries by themselves.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import jsqr from "jsqr";
import decodeQR from "qr/decode.js";

const SIDE = 1_000;
/** Milliseconds that the page's worker gives itself; slower machines than phones do not change what is read. */
const PATIENCE = 60_000;

async function pageReader() {
  const entry = fileURLToPath(new URL("../verifier/src/page/picture-codes.ts", import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", target: "es2022", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
}

function coloured(grey) {
  const data = new Uint8ClampedArray(grey.length * 4);
  grey.forEach((value, i) => data.fill(value, 4 * i, 4 * i + 3).fill(255, 4 * i + 3, 4 * i + 4));
  return data;
}

function tryQr(image) {
  try {
    return [decodeQR(image, { effort: Infinity, timeLimit: 200 })];
  } catch {
    return [];
  }
}

const { readCodes } = await pageReader();
const DECODERS = {
  page: ({ grey }) => readCodes({ width: SIDE, height: SIDE, data: grey }, performance.now() + PATIENCE, () => undefined),
  qr: ({ image }) => tryQr(image),
  jsqr: ({ image }) => [jsqr.default(image.data, SIDE, SIDE)?.data].filter((text) => text !== undefined),
};

const [folder] = process.argv.slice(2);
const read = {};
for (const name of readdirSync(folder).filter((file) => file.endsWith(".grey"))) {
  const grey = new Uint8Array(readFileSync(`${folder}/${name}`));
  const photo = { grey, image: { width: SIDE, height: SIDE, data: coloured(grey) } };
  read[name] = {};
  for (const [decoder, decode] of Object.entries(DECODERS)) {
    const begun = process.cpuUsage();
    const texts = await decode(photo);
    const { user, system } = process.cpuUsage(begun);
    read[name][decoder] = { texts, ms: (user + system) / 1_000 };
  }
}
console.log(JSON.stringify(read));
