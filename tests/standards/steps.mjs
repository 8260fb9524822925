// Every step of the public vectors by the verifier's core; the same code runs under Node and in a page.

const hex = (data) => [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/**
 * The W3C vectors of one suite. `forms` gives the canonical document and the canonical options of the proof as texts.
 * The core only verifies: the signature is read from the published `proofValue`, and judged.
 */
async function suite(core, { publicKey, proofValue, otherKey }, forms) {
  const hashes = { document_hash: await core.sha256(core.utf8(forms.document)), options_hash: await core.sha256(core.utf8(forms.options)) };
  const combined = Uint8Array.from([...hashes.options_hash, ...hashes.document_hash]);
  const signature = core.fromBase58(proofValue.slice(1));
  const changed = Uint8Array.from(combined, (byte, place) => byte ^ (place === 63 ? 1 : 0));
  const verify = (key, data) => core.verifyEd25519(core.readMultikey(key), signature, data);
  return {
    ...forms,
    document_hash: hex(hashes.document_hash),
    options_hash: hex(hashes.options_hash),
    combined: hex(combined),
    signature: hex(signature),
    proof_value: `z${core.toBase58(signature)}`,
    verdicts: [await verify(publicKey, combined), await verify(publicKey, changed), await verify(otherKey, combined)],
  };
}

async function rdfc(core, canonize, vectors) {
  const { "@context": _, ...options } = vectors.options;
  const document = await canonize(vectors.document, vectors.contexts);
  const steps = await suite(core, vectors, { document, options: await core.canonicalNQuads(options) });
  return { ...steps, options_by_oracle: await canonize(vectors.options, vectors.contexts) };
}

function jcs(core, vectors) {
  const [document, options] = [core.canonicalJson(vectors.document), core.canonicalJson(vectors.options)];
  return suite(core, vectors, { document, options });
}

/** The numbers of the edge cases whose signature is accepted. */
async function accepted(core, cases) {
  const found = [];
  for (const { number, key, sig, msg } of cases) {
    if (await core.verifyEd25519(bytes(key), bytes(sig), core.utf8(msg))) found.push(number);
  }
  return found;
}

/** The same by `fallback`, as in a browser whose Web Crypto has no Ed25519. */
async function acceptedWithout(core, fallback, cases) {
  const refuse = () => Promise.reject(new DOMException("no Ed25519", "NotSupportedError"));
  Object.defineProperty(crypto.subtle, "importKey", { value: refuse, configurable: true });
  core.setFallback(fallback);
  try {
    return await accepted(core, cases);
  } finally {
    delete crypto.subtle.importKey;
    core.setFallback(undefined);
  }
}

/** All steps of all vectors, as JSON. */
export async function allSteps(core, canonize, fallback, data) {
  return {
    rdfc: await rdfc(core, canonize, data.rdfc),
    jcs: await jcs(core, data.jcs),
    pairs: Object.fromEntries(Object.entries(data.pairs).map(([name, text]) => [name, core.canonicalJson(JSON.parse(text))])),
    accepted: await accepted(core, data.cases),
    accepted_without: await acceptedWithout(core, fallback, data.cases),
  };
}
