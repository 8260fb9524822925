// Grey pictures, and what helps a decoder with poor ones: halving, doubling, sharpening.

/** Rows of bytes, 0 for black. */
export interface Grey {
  width: number;
  height: number;
  data: Uint8Array | Uint8ClampedArray;
}

export const area = ({ width, height }: Grey): number => width * height;

/** Of the four bytes of each pixel. */
export function greyOf({ width, height, data }: ImageData): Grey {
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 4) {
    grey[i] = ((data[at] as number) * 77 + (data[at + 1] as number) * 150 + (data[at + 2] as number) * 29) >> 8;
  }
  return { width, height, data: grey };
}

/** The middle part, of the same proportions, that has at most so many pixels. */
export function middle(grey: Grey, most: number): Grey {
  const scale = Math.min(1, Math.sqrt(most / area(grey)));
  const [width, height] = [Math.floor(grey.width * scale), Math.floor(grey.height * scale)];
  const [left, top] = [(grey.width - width) >> 1, (grey.height - height) >> 1];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (y + top) * grey.width + left;
    data.set(grey.data.subarray(start, start + width), y * width);
  }
  return { width, height, data };
}

/** Half as wide and high; each pixel the mean of four. */
export function halved({ width: wide, height: high, data }: Grey): Grey {
  const [width, height] = [wide >> 1, high >> 1];
  const half = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = 2 * y * wide; x < width; x++, at += 2) {
      const sum = (data[at] as number) + (data[at + 1] as number) + (data[at + wide] as number) + (data[at + wide + 1] as number);
      half[y * width + x] = (sum + 2) >> 2;
    }
  }
  return { width, height, data: half };
}

/** Twice as wide and high, with what lies between the pixels. */
export function doubled({ width, height, data }: Grey): Grey {
  const wide = 2 * width;
  const twice = new Uint8Array(wide * 2 * height);
  for (let y = 0; y < 2 * height; y++) {
    const near = (y >> 1) * width;
    const far = Math.min(height - 1, Math.max(0, (y >> 1) + (y & 1 ? 1 : -1))) * width;
    for (let x = 0; x < wide; x++) {
      const [at, beside] = [x >> 1, Math.min(width - 1, Math.max(0, (x >> 1) + (x & 1 ? 1 : -1)))];
      const row = 3 * (data[near + at] as number) + (data[near + beside] as number);
      const other = 3 * (data[far + at] as number) + (data[far + beside] as number);
      twice[y * wide + x] = (3 * row + other + 8) >> 4;
    }
  }
  return { width: wide, height: 2 * height, data: twice };
}

/** What differs from its surroundings of `radius` differs `strength` times more; `soften` first takes the noise away. */
export function sharpened(grey: Grey, radius: number, strength: number, soften = 0): Grey {
  const base = soften === 0 ? grey : softened(grey, soften);
  const around = softened(base, radius).data;
  const data = new Uint8ClampedArray(base.data.length);
  for (let i = 0; i < data.length; i++) {
    const value = base.data[i] as number;
    data[i] = value + strength * (value - (around[i] as number));
  }
  return { ...base, data };
}

/** Each pixel the mean of the square around it; along the rows, then along the columns. */
function softened(grey: Grey, radius: number): Grey {
  const { width, height } = grey;
  const rows = new Uint8Array(width * height);
  const both = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) runningMean(grey.data, rows, y * width, 1, width, radius);
  for (let x = 0; x < width; x++) runningMean(rows, both, x, width, height, radius);
  return { width, height, data: both };
}

function runningMean(from: Grey["data"], to: Uint8Array, start: number, step: number, count: number, radius: number): void {
  const end = count - 1;
  const near = (i: number): number => from[start + (i < 0 ? 0 : i > end ? end : i) * step] as number;
  const size = 2 * radius + 1;
  let sum = 0;
  for (let i = -radius; i <= radius; i++) sum += near(i);
  for (let i = 0; i < count; i++) {
    to[start + i * step] = sum / size;
    sum += near(i + radius + 1) - near(i - radius);
  }
}
