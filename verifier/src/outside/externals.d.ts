// What is used here of packages without types, and of what the build puts in.
declare module "bukti:contexts" {
  /** JSON-LD context documents by their addresses, from npm by lock file. */
  const documents: Record<string, { "@context": import("../core/json.ts").Json }>;
  export default documents;
}

declare module "jsonld/lib/jsonld.js" {
  interface Loaded {
    contextUrl: null;
    document: unknown;
    documentUrl: string;
  }
  interface Options {
    safe: boolean;
    base: string;
    documentLoader: (url: string) => Promise<Loaded>;
  }
  const jsonld: { toRDF(document: unknown, options: Options): Promise<import("rdf-canonize/lib/RDFC10.js").Quad[]> };
  export default jsonld;
}
