// The page's verifier as a judge: all checks of the published site in the folder that is named, each file read once.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setSha256, SiteSource, verifyInput } from "../verifier/dist/core.js";
import { serve } from "../tests/standards/protocol.mjs";

const [folder, version] = process.argv.slice(2);
const read = async (path) => {
  try {
    return new Uint8Array(readFileSync(join(folder, path)));
  } catch {
    return undefined;
  }
};
// As verify-cli.js has it.
setSha256((bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()));
const source = new SiteSource(read);

async function judge(credential) {
  const [{ result }] = await verifyInput(JSON.stringify(credential), source, Date.now(), "credential");
  return { accepted: result.verdict === "valid", told: result.verdict };
}

await serve("bukti", judge, version);
