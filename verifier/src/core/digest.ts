// SHA-256 as rdf-canonize asks for it.

/** SHA-256 of text in hex. */
export type Hash = (text: string) => Promise<string>;

/** One digest of text that comes in parts; it is the caller's, which says in our words where there is none (VER-23). */
export class Digest {
  private text = "";

  constructor(private readonly hash: Hash) {}

  update(text: string): void {
    this.text += text;
  }

  digest(): Promise<string> {
    return this.hash(this.text);
  }
}
