// A photo or a screenshot of a certificate: the cards whose codes are in it.
import type { Bytes } from "../core/bytes.ts";
import type { Item } from "./desk.ts";
import { isCard } from "./picture-card.ts";
import { type Fault, newReader, type Reader, type Reply } from "./picture-reader.ts";
import type { Tools } from "./tools.ts";

/** Side of what is drawn of a picture made of lines, which has no pixels of its own. */
const DRAWN = 1_200;
/** Milliseconds for drawing it. */
const LIMIT = 1_000;
const LINES = "image/svg+xml";
/** Anything but plain shapes, which is not drawn: a few lines of it may stand for more than a browser can draw. */
const MORE_THAN_SHAPES = /<(?!\/?(?:svg|g|path|rect|polygon|title|desc)\b|\?xml )|&(?!#?\w{1,6};)/i;
const MOST_SHAPES = 1_000_000;

/** What a badge is marked with that has its credential baked into it; that credential comes before any code. */
const isBaked = (bytes: Bytes): boolean => /openbadge|\/ob\/v3p0/.test(new TextDecoder("latin1").decode(bytes));

/** The items, with the cards in each picture instead of it; a picture without any stays, with a remark that says why. */
export async function readPictures(items: readonly Item[], startWorker: Tools["startWorker"]): Promise<Item[]> {
  const reader = newReader(startWorker);
  const read: Item[] = [];
  for (const item of items) {
    const { file, input, label } = item;
    const isRead = file === undefined || typeof input === "string" || isBaked(input);
    const reply = isRead ? { texts: [] } : await readPicture(file, reader);
    const cards = reply.texts.filter(isCard);
    if (cards.length > 0) read.push(...cards.map((card) => ({ input: card, label })));
    else read.push(isRead ? item : { ...item, remark: `picture.${remarkOf(reply)}` });
  }
  reader.close();
  return read;
}

async function readPicture(file: File, reader: Reader): Promise<Reply> {
  const picture = file.type === LINES ? await drawn(file).catch(() => undefined) : file;
  return picture === undefined ? { texts: [], fault: "unreadable" } : reader.read({ picture });
}

function remarkOf({ texts, fault }: Reply): Fault | "none" | "other" {
  return fault ?? (texts.length > 0 ? "other" : "none");
}

/** Draws a picture made of lines. As a picture it runs no script and asks for nothing. */
async function drawn(file: Blob): Promise<ImageBitmap> {
  if (file.size > MOST_SHAPES || MORE_THAN_SHAPES.test(await file.text())) throw new TypeError("not plain shapes");
  const address = URL.createObjectURL(file);
  const image = new Image(DRAWN, DRAWN);
  const late = new Promise<never>((_, reject) => setTimeout(reject, LIMIT));
  try {
    image.src = address;
    await Promise.race([image.decode(), late]);
    return await createImageBitmap(image, { resizeWidth: DRAWN, resizeHeight: DRAWN });
  } finally {
    URL.revokeObjectURL(address);
  }
}
