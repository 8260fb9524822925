// The verifier as a package: installed beside a stranger's program, it runs under Node and its types hold.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ROOT } from "./load.mjs";

const folder = mkdtempSync(join(tmpdir(), "bukti-module-"));
after(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, "node_modules"));
cpSync(join(ROOT, "verifier/dist/module"), join(folder, "node_modules/bukti-verifier"), { recursive: true });
writeFileSync(join(folder, "package.json"), '{"type": "module"}');

const VECTORS = join(ROOT, "spec", "vectors");
const GOOD = JSON.parse(readFileSync(join(VECTORS, "stages", "credential-aisyah.json"), "utf8"));

const PROGRAM = `
import { readFile } from "node:fs/promises";
import { setEd25519, setSha256, verify } from "bukti-verifier";
import { ed25519, sha256 } from "bukti-verifier/node";

const [site, ...inputs] = JSON.parse(await readFile("order.json", "utf8"));
const fetch = (path) => readFile(site + "/" + path).then((data) => new Uint8Array(data), () => undefined);
const said = [];
for (const quick of [false, true]) {
  if (quick) setSha256(sha256);
  if (quick) setEd25519(ed25519);
  for (const input of inputs) said.push(await verify(input, { fetch, at: new Date("2026-11-23T12:00:00Z") }));
}
const missing = await verify(inputs[0], {}).catch(({ message }) => message);
const absent = await verify(inputs[0], { fetch: async () => undefined });
process.stdout.write(JSON.stringify({ said, missing, absent }));
`;

test("a stranger's program gets the answers of the command", () => {
  const altered = structuredClone(GOOD.signed);
  altered.credentialSubject.identifier[0].identityHash = "Aisyah binti Rahmat";
  const order = [join(VECTORS, "site"), GOOD.link, GOOD.signed, altered];
  writeFileSync(join(folder, "order.json"), JSON.stringify(order));
  writeFileSync(join(folder, "program.js"), PROGRAM);
  const { said, missing, absent } = JSON.parse(execFileSync(process.execPath, ["program.js"], { cwd: folder, encoding: "utf8" }));
  const verdicts = said.map(([{ verdict }]) => verdict);
  assert.deepEqual(verdicts, ["valid", "valid", "invalid", "valid", "valid", "invalid"]);
  const [{ checks, credential }] = said[0];
  assert.deepEqual(credential, GOOD.signed);
  assert.equal(checks.find(({ check }) => check === "signature").detail, "signed by the issuer's key k1");
  assert.match(missing, /options\.base is missing: the registry's address, such as/);
  assert.deepEqual([absent[0].verdict, absent[0].checks[3].code], ["cannot_tell", "data-missing"]);
});

const USE = `
import { verify, type Result, type Verdict, SiteSource, verifyInput, asJson, httpFetch } from "bukti-verifier";
import { ed25519, sha256 } from "bukti-verifier/node";

export async function judge(input: string | Uint8Array): Promise<Verdict[]> {
  const results: Result[] = await verify(input, { base: "https://bukti.example/", at: new Date() });
  return results.map((result) => result.verdict);
}
export const many = async (inputs: string[]): Promise<Result[][]> => {
  const source = new SiteSource(httpFetch("https://bukti.example/"));
  return Promise.all(inputs.map(async (input) => (await verifyInput(input, source, Date.now(), input)).map((one) => asJson(one.result))));
};
export const platform = { ed25519, sha256 };
`;

function compiled(name, text) {
  writeFileSync(join(folder, name), text);
  const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--lib", "es2022,dom", "--types", ""];
  const resolution = ["--module", "nodenext", "--moduleResolution", "nodenext"];
  try {
    execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...options, ...resolution, name], { cwd: folder, encoding: "utf8" });
    return "";
  } catch (error) {
    return error.stdout;
  }
}

test("the types let a stranger's program compile, and refuse what is none of the verdicts", () => {
  assert.equal(compiled("use.ts", USE), "");
  assert.match(compiled("misuse.ts", `${USE}\nexport const all = async () => (await judge("")).filter((word) => word === "genuine");\n`), /TS2367/);
});
