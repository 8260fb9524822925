// A thread of its own that reads codes, so that the page stays usable; it is ended from outside when it takes too long.
import { readCodes, readFrame } from "./picture-codes.ts";
import { greyOf, type Grey } from "./picture-grey.ts";
import type { Order, Reply } from "./picture-reader.ts";
import { type Size, sizeOf } from "./picture-size.ts";

/** Pixels: of a picture that is unpacked at all, and of what is then looked at, whose longer side the decoder limits. */
const [LARGEST, LOOKED_AT, SIDE] = [64_000_000, 12_000_000, 4_096];
/** Bytes in which a file tells its size. */
const HEAD = 1_048_576;
/** Milliseconds, below those of whoever waits for the answer. */
const PATIENCE = 1_400;

const scaleOf = ({ width, height }: Size): number => Math.min(1, Math.sqrt(LOOKED_AT / (width * height)), SIDE / Math.max(width, height));

/** White where the picture lets through: that is what a code is printed on. */
function pixelsOf(bitmap: ImageBitmap): Grey {
  const scale = scaleOf(bitmap);
  const [width, height] = [Math.floor(bitmap.width * scale) || 1, Math.floor(bitmap.height * scale) || 1];
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no canvas here");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return greyOf(context.getImageData(0, 0, width, height));
}

/** The picture in a file, scaled while it is unpacked if it is large; or why there is none. */
async function open(file: Blob): Promise<ImageBitmap | "large" | "unreadable"> {
  const size = sizeOf(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
  if (size === undefined) return "unreadable";
  if (size.width * size.height > LARGEST) return "large";
  const scale = scaleOf(size);
  const smaller = scale < 1 ? { resizeWidth: Math.ceil(size.width * scale), resizeQuality: "medium" as const } : {};
  return createImageBitmap(file, { imageOrientation: "from-image", ...smaller }).catch(() => "unreadable" as const);
}

const send = (reply: Reply): void => self.postMessage(reply);

async function answer(order: Order): Promise<Reply> {
  if ("frame" in order) return { texts: await readFrame(pixelsOf(order.frame), order.turn) };
  const until = performance.now() + PATIENCE;
  const opened = order.picture instanceof Blob ? await open(order.picture) : order.picture;
  if (typeof opened === "string") return { texts: [], fault: opened };
  return { texts: await readCodes(pixelsOf(opened), until, (texts) => send({ texts, isOpen: true })) };
}

self.onmessage = ({ data }: MessageEvent<Order>) => {
  answer(data).then(send, () => send({ texts: [], fault: "broken" }));
};
