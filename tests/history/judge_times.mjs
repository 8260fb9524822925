// What the verifier's bundle says of inputs at many times, in many zones: one process for all of them.
// Standard input: {"inputs": [text], "site": {path: text}, "cases": [{"at", "input": number, "changes": {path: text}}]};
// standard output: for each case the one result.
import { readFileSync } from "node:fs";
import { SiteSource, verifyInput } from "../../verifier/dist/core.js";
import { asJson } from "../../verifier/dist/details.js";

const { inputs, site, cases } = JSON.parse(readFileSync(0, "utf8"));
const utf8 = (text) => new TextEncoder().encode(text);
const said = [];
for (const { at, input, changes } of cases) {
  const files = { ...site, ...changes };
  const source = new SiteSource(async (path) => (typeof files[path] === "string" ? utf8(files[path]) : undefined));
  const [judged] = await verifyInput(inputs[input], source, Date.parse(at), String(input));
  said.push(asJson(judged.result));
}
process.stdout.write(JSON.stringify(said));
