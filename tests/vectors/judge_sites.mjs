// What the verifier's bundle says of the same inputs on many sites: one process for all of them.
// Standard input: {"at", "inputs": [text], "site": {path: text}, "changes": [{path: text or null}]}, standard output:
// for each of the changed sites the list of results.
import { readFileSync } from "node:fs";
import { SiteSource, verifyInput } from "../../verifier/dist/core.js";
import { asJson } from "../../verifier/dist/details.js";

const { at, inputs, site, changes } = JSON.parse(readFileSync(0, "utf8"));
const utf8 = (text) => new TextEncoder().encode(text);
const said = [];
for (const changed of changes) {
  const files = { ...site, ...changed };
  const source = new SiteSource(async (path) => (typeof files[path] === "string" ? utf8(files[path]) : undefined));
  const results = [];
  for (const [number, input] of inputs.entries()) {
    const judged = await verifyInput(input, source, Date.parse(at), String(number));
    results.push(...judged.map(({ result }) => asJson(result)));
  }
  said.push(results);
}
process.stdout.write(JSON.stringify(said));
