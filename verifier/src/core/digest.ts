// SHA-256 as rdf-canonize asks for it.
import { sha256, toHex, utf8 } from "./bytes.ts";

/** One digest of text that comes in parts; where there is no SHA-256 it says so in our words (VER-23). */
export class Digest {
  private text = "";

  update(text: string): void {
    this.text += text;
  }

  async digest(): Promise<string> {
    return toHex(await sha256(utf8(this.text)));
  }
}
