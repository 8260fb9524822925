// Reads a JSON list of documents on standard input and writes the list of their canonical N-Quads, or of their faults.
import { readFileSync } from "node:fs";
import { foreignNQuads } from "../../verifier/dist/outside.js";

const forms = [];
for (const document of JSON.parse(readFileSync(0, "utf8"))) {
  forms.push(
    await foreignNQuads(document).catch((error) => {
      if (error.code === undefined) throw error;
      return error.code;
    }),
  );
}
process.stdout.write(JSON.stringify(forms));
