// What a worker of a run says of the data that each row rests on, when a publication comes in the middle of a file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { NOW, row, signed, site, unsigned } from "./sample.mjs";

const GOOD = await signed(unsigned());
const rows = [await row(GOOD)];
/** The first edition is of two publications, the second of one. */
const LATER = site(rows, (files) => Object.values(files).forEach((file) => "snapshot" in file && (file.snapshot = "later")));
LATER["published.json"].commit = "later";
const EARLIER = { ...LATER, "keys.json": site(rows)["keys.json"], "published.json": site(rows)["published.json"] };
const EDITIONS = [EARLIER, LATER];

const heard = [];
const listeners = [];
const say = (data) => listeners.forEach((listen) => listen({ data }));
globalThis.self = {
  postMessage: (message) => {
    heard.push(message);
    if (message.kind !== "wanted") return;
    const file = EDITIONS[message.edition][message.path];
    const bytes = file && new TextEncoder().encode(JSON.stringify(file));
    queueMicrotask(() => say({ kind: "data", path: message.path, edition: message.edition, bytes }));
  },
  addEventListener: (_, listen) => listeners.push(listen),
};
await load("page/bulk/worker.ts");

async function answer(credentials) {
  heard.length = 0;
  const presentation = { type: "VerifiablePresentation", verifiableCredential: credentials };
  const edition = { number: 0, last: 1, kept: false };
  say({ kind: "task", id: 1, inputs: [JSON.stringify(presentation)], label: "file", now: NOW, edition });
  for (let i = 0; i < 400; i++) {
    const found = heard.find(({ kind }) => kind === "answered" || kind === "faulty");
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("no answer");
}

test("each row of a file names the data that it rests on, although a later one asked for newer", async () => {
  const stranger = { ...GOOD, issuer: { ...GOOD.issuer, id: "did:web:elsewhere.example" } };
  const { kind, found, directories } = await answer([stranger, GOOD]);
  assert.equal(kind, "answered");
  assert.deepEqual(found.map(({ result, edition }) => [result.verdict, edition]), [["cannot_tell", 0], ["valid", 1]]);
  assert.deepEqual(directories.map(([edition, { snapshot }]) => [edition, snapshot]), [[0, "c0ffee"], [1, "later"]]);
  const again = await answer([GOOD]);
  assert.deepEqual([again.found[0].edition, again.directories], [1, []]);
});
