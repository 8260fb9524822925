// Width and height of a picture out of the first bytes of its file, so that none is unpacked that is too large.
import type { Bytes } from "../core/bytes.ts";

export interface Size {
  width: number;
  height: number;
}

type Sniffer = (bytes: Bytes, view: DataView) => Size | undefined;

const SNIFFERS: readonly (readonly [magic: RegExp, sniff: Sniffer])[] = [
  [/^\x89PNG\r\n\x1a\n/, (_, view) => ({ width: view.getUint32(16), height: view.getUint32(20) })],
  [/^\xff\xd8\xff/, sizeOfJpeg],
  [/^GIF8/, (_, view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) })],
  [/^RIFF....WEBP/s, sizeOfWebp],
  [/^BM/, (_, view) => ({ width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) })],
  [/^....ftyp/s, sizeOfHeif],
];

/** Undefined where the bytes begin no picture that is known here. */
export function sizeOf(bytes: Bytes): Size | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const sniff = SNIFFERS.find(([magic]) => magic.test(start))?.[1];
  try {
    return sniff?.(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    if (error instanceof RangeError) return undefined; // it ends before its size is told
    throw error;
  }
}

/** A chain of segments with their lengths; that of a frame tells the size. */
function sizeOfJpeg(_: Bytes, view: DataView): Size | undefined {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** Three forms: with losses, without, and the one that says more. */
function sizeOfWebp(_: Bytes, view: DataView): Size | undefined {
  const kind = view.getUint8(15);
  if (kind === 0x20) return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind === 0x4c) {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  const wide = (at: number): number => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  return { width: wide(24), height: wide(27) };
}

/** The largest of the sizes that AVIF and HEIC name, one for each picture inside. */
function sizeOfHeif(bytes: Bytes, view: DataView): Size | undefined {
  let largest: Size | undefined;
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 65_536));
  for (let at = head.indexOf("ispe"); at >= 0; at = head.indexOf("ispe", at + 4)) {
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (largest === undefined || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}
