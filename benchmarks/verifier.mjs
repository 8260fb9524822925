// The page's verifier as a judge: all checks of the published site in the folder that is named, each file read once.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setEd25519, setSha256, SiteSource, verifyInput } from "../verifier/dist/core.js";
import { ed25519, sha256 } from "../verifier/dist/node.js";
import { serve } from "../tests/standards/protocol.mjs";

const [folder, version, platform] = process.argv.slice(2);
const read = async (path) => {
  try {
    return new Uint8Array(readFileSync(join(folder, path)));
  } catch {
    return undefined;
  }
};
if (platform !== "web-crypto") {
  // As verify-cli.js has it.
  setSha256(sha256);
  setEd25519(ed25519);
}
const source = new SiteSource(read);

/** It is handed the text of a file and reads it itself, as strictly as it reads anybody's. */
async function judge(text) {
  const [{ result }] = await verifyInput(text, source, Date.now(), "credential");
  return { accepted: result.verdict === "valid", told: result.verdict };
}

await serve("bukti", judge, version, JSON.stringify);
