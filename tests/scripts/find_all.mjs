// Looks for words in search files, as the page does. stdin: {"folder", "queries"}; stdout: of each query the numbers
// found, best first, or null where no word tells anything apart.
import { readFileSync } from "node:fs";
import { loadFrom } from "../../verifier/test/load.mjs";

const { find } = await loadFrom("site_builder/scripts/catalogue/find.ts");
const { folder, queries } = JSON.parse(readFileSync(0, "utf8"));
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
const data = { terms: async (part) => read(`terms/${part}.json`) };
const index = read("index.json");
const answers = [];
for (const query of queries) {
  const found = await find(query, index, data);
  const ranked = found && [...found.sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([doc]) => doc);
  answers.push(ranked ?? null);
}
console.log(JSON.stringify(answers));
