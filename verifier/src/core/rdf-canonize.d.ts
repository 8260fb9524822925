// The part of rdf-canonize that is used here; the package brings no types.
declare module "rdf-canonize/lib/RDFC10.js" {
  export interface Term {
    termType: "NamedNode" | "BlankNode" | "Literal" | "DefaultGraph";
    value: string;
    datatype?: Term;
  }
  export interface Quad {
    subject: Term;
    predicate: Term;
    object: Term;
    graph: Term;
  }
  export interface MessageDigest {
    update(text: string): void;
    /** The digest in hex. */
    digest(): Promise<string>;
  }
  export default class RDFC10 {
    constructor(options: { maxWorkFactor?: number; createMessageDigest?: () => MessageDigest });
    /** The canonical N-Quads of a dataset; throws when it needs more work than allowed. */
    main(dataset: readonly Quad[]): Promise<string>;
  }
}
