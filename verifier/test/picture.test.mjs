// Pictures before they are unpacked, which texts in them are cards, and what helps the decoder.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { sizeOf } = await load("page/picture-size.ts");
const { isCard } = await load("page/picture-card.ts");
const { doubled, halved, middle, sharpened } = await load("page/picture-grey.ts");
const latin = (text) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const filled = (length) => "\0".repeat(length);

const HEADS = {
  png: "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x03\xe8\0\0\x01\xf4",
  gif: "GIF89a\xe8\x03\xf4\x01",
  bmp: `BM${filled(16)}\xe8\x03\0\0\x0c\xfe\xff\xff`, // its rows run from the top: the height is below nought
  jpeg: `\xff\xd8\xff\xe0\0\x10${filled(14)}\xff\xc4\0\x04\0\0\xff\xff\xc2\0\x11\x08\x01\xf4\x03\xe8`,
  "webp with losses": `RIFF${filled(4)}WEBPVP8 ${filled(10)}\xe8\x43\xf4\x01`,
  "webp without": `RIFF${filled(4)}WEBPVP8L${filled(5)}\xe7\xc3\x7c\0`,
  "webp that says more": `RIFF${filled(4)}WEBPVP8X${filled(8)}\xe7\x03\0\xf3\x01\0`,
  avif: `\0\0\0\x1cftypavif${filled(40)}ispe${filled(4)}\0\0\0\x08\0\0\0\x08${filled(9)}ispe${filled(4)}\0\0\x03\xe8\0\0\x01\xf4`,
};

for (const [kind, head] of Object.entries(HEADS)) {
  test(`the size of a picture is read before it is unpacked: ${kind}`, () => {
    assert.deepEqual(sizeOf(latin(head)), { width: 1_000, height: 500 });
  });

  test(`a head that ends early tells none: ${kind}`, () => {
    for (let end = 0; end < head.length; end++) {
      const size = sizeOf(latin(head.slice(0, end)));
      assert.ok(size === undefined || size.width * size.height <= 64, `${end}: ${JSON.stringify(size)}`);
    }
  });
}

test("a chain of JPEG segments that leads nowhere ends", () => {
  assert.equal(sizeOf(latin(`\xff\xd8\xff\xe0\0\0${filled(1_000)}`)), undefined);
  assert.equal(sizeOf(latin(`\xff\xd8${"\xff".repeat(1_000)}`)), undefined);
});

test("what is no picture has no size", () => {
  for (const text of ["", "{}", "<svg/>", "%PDF-1.7"]) assert.equal(sizeOf(latin(text)), undefined);
});

test("a card is told by what follows the last #, whatever address stands before it", () => {
  const digits = "7".repeat(389);
  for (const text of [digits, `#${digits}`, `https://bukti.example/v/#${digits}`, `HTTPS://EVIL.TEST/#a#${digits}`]) assert.ok(isCard(text), text);
  for (const text of ["", "https://bukti.example/v/#", `https://x.test/?q=${digits}`, `#${"7".repeat(99)}`, `#${"7".repeat(1_201)}`, `#${digits} `]) {
    assert.ok(!isCard(text), text);
  }
});

const STEP = { width: 8, height: 2, data: Uint8Array.from([...Array(2)].flatMap(() => [50, 50, 50, 50, 150, 150, 150, 150])) };

test("an even picture stays even", () => {
  const even = { width: 9, height: 7, data: new Uint8Array(63).fill(123) };
  for (const made of [doubled(even), halved(even), sharpened(even, 3, 2), sharpened(even, 5, 3, 1), middle(even, 20)]) {
    assert.ok(made.data.every((value) => value === 123));
    assert.equal(made.data.length, made.width * made.height);
  }
});

test("sharpening makes a step steeper and does not leave the range", () => {
  const { data } = sharpened(STEP, 2, 9);
  assert.ok(data[3] < 50 && data[4] > 150);
  assert.deepEqual([Math.min(...data), Math.max(...data)], [0, 255]);
});

test("doubling puts steps between, halving takes means", () => {
  assert.deepEqual([...doubled(STEP).data.slice(6, 10)], [50, 75, 125, 150]);
  assert.deepEqual([...halved(doubled(STEP)).data], [...STEP.data].map((value, i) => ({ 3: 63, 4: 138 })[i % 8] ?? value));
});

test("the middle keeps proportions and what stands there", () => {
  const wide = { width: 40, height: 20, data: new Uint8Array(800) };
  wide.data[10 * 40 + 20] = 255;
  const part = middle(wide, 200);
  assert.deepEqual([part.width, part.height, part.data[5 * 20 + 10]], [20, 10, 255]);
});
