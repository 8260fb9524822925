// Lists of links as people keep them, and the table that goes back to them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load, ROOT } from "./load.mjs";

const { readTable, unprotected, writeTable } = await load("page/bulk/csv.ts");
const { decode, readList } = await load("page/bulk/list.ts");
const { gather, MOST } = await load("page/bulk/gather.ts");
const { link, decimal } = JSON.parse(readFileSync(join(ROOT, "spec", "vectors", "stages", "credential-aisyah.json"), "utf8"));
const payload = link.split("#")[1];
const cells = (text) => readTable(text).map((line) => line.cells);
const texts = (text) => readList(text).map((entry) => entry.text);

test("quotes, doubled quotes, breaks and commas inside a cell are of the cell", () => {
  assert.deepEqual(cells('a,"b, c","say ""hi""","two\r\nlines"\r\nd,,e,\r\n'), [
    ["a", "b, c", 'say "hi"', "two\r\nlines"],
    ["d", "", "e", ""],
  ]);
});

test("each record knows its line, breaks inside cells counted", () => {
  const lines = readTable('name,note\nA,"x\ny"\n\nB,z\n');
  assert.deepEqual(lines.map(({ number }) => number), [1, 2, 5]);
});

test("semicolons and tabs part cells where they stand in the first line", () => {
  assert.deepEqual(cells("a;b\n1,5;c"), [["a", "b"], ["1,5", "c"]]);
  assert.deepEqual(cells("a\tb\n1\t2"), [["a", "b"], ["1", "2"]]);
});

test("a quote that never ends takes the rest and no more time than the text is long", () => {
  const started = performance.now();
  assert.equal(readTable(`a,"${"x,\n".repeat(500_000)}`).length, 1);
  assert.ok(performance.now() - started < 2_000);
});

test("the mark before a formula is taken off, and no other", () => {
  assert.equal(unprotected("'-abc"), "-abc");
  assert.equal(unprotected("'=1"), "=1");
  assert.equal(unprotected("'Umar"), "'Umar");
});

test("what is written is read again as it was, and starts no formula", () => {
  const hostile = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", 'say "hi", all', "two\r\nlines", "O'Contoh", "مثال"];
  const text = writeTable([["head"], ...hostile.map((cell) => [cell])]);
  assert.ok(text.startsWith("\ufeffhead\r\n"));
  const back = readTable(text.slice(1)).map(({ cells: [cell] }) => cell);
  assert.deepEqual(back.slice(1), hostile.map((cell) => (/^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell) ? `'${cell}` : cell)));
  assert.deepEqual(back.slice(1).map(unprotected), hostile);
});

test("our own list: the column named link, whatever else stands beside it", () => {
  const text = `\ufeffnumber,name,ref,json,link,email\r\n1,"Zoë, O'Contoh",a1,a.json,${link},a@b.example\r\n2,B,a2,b.json,${link}x,\r\n`;
  assert.deepEqual(readList(text), [{ line: 2, text: link }, { line: 3, text: `${link}x` }]);
});

test("any column that holds links, with or without a head, and a line that lacks one", () => {
  assert.deepEqual(texts(`Nama;Sijil\nA;${link}\nB;\nC;${link}`), [link, "", link]);
  assert.deepEqual(texts(`A\t${link}\nB\t${link}`), [link, link]);
});

test("a text with a link or a payload on each line", () => {
  assert.deepEqual(texts(`${link}\r\n${link}\r\n`), [link, link]);
  assert.deepEqual(texts(`${payload}\n${decimal}\n`), [payload, decimal]);
  assert.deepEqual(texts(`links\n${link}\n${link}`), [link, link]);
});

test("links in a letter, each with what follows it up to the next", () => {
  const [a, b] = readList(`Dear Sir,\nplease see ${link}\nand, for B, ${link.slice(0, 90)}\n${link.slice(90)}\nRegards`);
  assert.equal(a.line, 2);
  assert.ok(a.text.startsWith(`${link}\nand`));
  assert.equal(b.line, 3);
  assert.ok(b.text.startsWith(`${link.slice(0, 90)}\n${link.slice(90)}`));
});

test("documents and other texts are no lists", () => {
  for (const text of ["", "Dear Sir, or Madam", '{"a": 1}', "[1]", `<html>${link}</html>`, "a,b\n1,2\n"]) {
    assert.deepEqual(readList(text), [], text);
  }
});

test("files of spreadsheets that write no UTF-8", () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`n\tlink\r\nA\t${link}\r\n`, "utf16le")]);
  assert.deepEqual(texts(decode(utf16)), [link]);
  assert.deepEqual(texts(decode(Buffer.from(`nama,link\r\nZo\xeb,${link}\r\n`, "latin1"))), [link]);
});

test("texts of nothing but marks, lines or cells end in time; what has more of them than any list is none", () => {
  const begun = performance.now();
  const marks = (count) => readList(`a\n${"A".repeat(70)}\nc,d\n${"/#x\n".repeat(count)}`);
  const found = marks(200_000);
  assert.equal(found.length, 200_000);
  assert.deepEqual(found.slice(0, 2), [{ line: 4, text: "/#x" }, { line: 5, text: "/#x" }]);
  assert.deepEqual(marks(1_000_000), []);
  assert.deepEqual(readList(`a\n${"A".repeat(70)}\nc,d\n${"/#x".repeat(1_000_000)}`), []);
  assert.deepEqual(readList(`${link}\n${"a\n".repeat(4_000_000)}`), []);
  assert.deepEqual(texts(link + ",".repeat(1_000_000)), [link + ",".repeat(1_000_000)]);
  assert.ok(performance.now() - begun < 10_000, `${performance.now() - begun} ms`);
});

test("of a list that is longer than anything else the rest is left out, and counted", async () => {
  const text = `https://bukti.example/v/#${"A".repeat(64)}\n`.repeat(150_000);
  const list = { file: new File([text], "list.txt"), path: "list.txt" };
  const { jobs, cut } = await gather([list], "", "", async () => ({ inputs: [] }));
  assert.deepEqual([jobs.length, cut], [MOST, 150_000 - MOST]);
});
