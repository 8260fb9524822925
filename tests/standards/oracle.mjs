// A complete JSON-LD processor as the oracle of canonical forms: it knows any context that it is given. For tests only.
import jsonld from "jsonld";

/** The RDFC-1.0 form of a document as N-Quads; `contexts` are all that it may use, by address. */
export function canonize(document, contexts) {
  const documentLoader = async (url) => {
    if (!Object.hasOwn(contexts, url)) throw new Error(`no such context at hand: ${url}`);
    return { document: contexts[url], documentUrl: url, contextUrl: null };
  };
  return jsonld.canonize(document, { algorithm: "RDFC-1.0", format: "application/n-quads", safe: true, base: null, documentLoader });
}
