// @digitalcredentials/verifier-core. It takes no document loader: `fetch` is replaced before it is imported.
import { readFileSync } from "node:fs";
import multikey from "@digitalbazaar/multikey-context";
import { serve, told } from "./protocol.mjs";

const SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";
const REGISTRY = "https://registries.example/known.json";
// The contexts of credentials are built into it; one that a stranger appends it would ask for.
const CONTEXTS = new Map([...multikey.contexts].map(([url, context]) => [url, JSON.stringify(context)]));
const STEPS = ["valid_signature", "expiration", "revocation_status", "registered_issuer"];

let fetched = () => undefined;
const schema = process.argv[2] ? readFileSync(process.argv[2], "utf8") : undefined;

globalThis.fetch = async (request) => {
  const url = typeof request === "string" ? request : request.url;
  const text = url === SCHEMA ? schema : url === REGISTRY ? registryOf() : (CONTEXTS.get(url) ?? fetched(url));
  const headers = { "content-type": "application/json" };
  return text === undefined ? new Response("", { status: 404 }) : new Response(text, { status: 200, headers });
};
// What it prints goes where messages go: standard output is for the opinions.
console.log = console.error;

const { verifyCredential } = await import("@digitalcredentials/verifier-core");

const ISSUERS = ["universiti-contoh", "egypt-demo-institute"].map((id) => `did:web:bukti.example:issuers:${id}`);
const registryOf = () => JSON.stringify({ registry: Object.fromEntries(ISSUERS.map((id) => [id, { name: id }])) });

/** Good only when every step was reported and passed: of a credential that is not yet valid the log is just empty. */
async function judge(credential, answers) {
  fetched = answers;
  const knownDIDRegistries = [{ name: "known", type: "dcc-legacy", url: REGISTRY }];
  const result = await verifyCredential({ credential, knownDIDRegistries });
  const faults = (result.errors ?? []).map((error) => `${error.name}: ${told(error)}`);
  for (const step of STEPS) {
    const entry = (result.log ?? []).find(({ id }) => id === step);
    if (entry?.valid !== true) faults.push(entry ? `${step}: ${entry.error?.name ?? entry.valid}` : `${step} is not reported`);
  }
  faults.push(...shapeFaults(result));
  return faults.length > 0 ? { accepted: false, told: faults.join(" | ") } : { accepted: true, told: "all steps passed" };
}

function shapeFaults(result) {
  const check = (result.additionalInformation ?? []).find(({ id }) => id === "schema_check");
  if (schema === undefined) return [];
  if (!Array.isArray(check?.results)) return ["schema_check is not reported"];
  const faults = check.results.flatMap(({ result }) => (result.valid ? [] : (result.errors ?? [{ message: "not valid" }])));
  return faults.map(({ instancePath, message }) => `schema_check: ${instancePath} ${message}`).slice(0, 3);
}

await serve("@digitalcredentials/verifier-core", judge);
