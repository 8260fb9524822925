// Runs steps.mjs on the bundles under Node: vectors in on standard input, steps out.
import { readFileSync } from "node:fs";
import * as core from "../../verifier/dist/inside.js";
import { verify } from "../../verifier/dist/ed25519.js";
import { canonize } from "./oracle.mjs";
import { allSteps } from "./steps.mjs";

process.stdout.write(JSON.stringify(await allSteps(core, canonize, verify, JSON.parse(readFileSync(0, "utf8")))));
