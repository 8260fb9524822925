// What people paste: links in sentences, broken over lines, of other hosts; and facts that fit the holder's path.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load, ROOT } from "./load.mjs";

const { readings } = await load("page/pasted.ts");
const { isBelow } = await load("page/addresses.ts");
const { loadFacts } = await load("page/facts.ts");
const stages = JSON.parse(readFileSync(join(ROOT, "spec", "vectors", "stages", "credential-aisyah.json"), "utf8"));
const { link } = stages;
const [address, payload] = link.split("#");
const inputs = (text) => readings(text).map(({ input }) => input);
const wrapped = (text, width, by) => text.match(new RegExp(`.{1,${width}}`, "g")).join(by);

test("what can be judged as it stands is left as it stands", () => {
  for (const text of [link, payload, ` ${link}\n`, `${address}#${stages.decimal}`, stages.signed_rfc8785, '{"a": "x/v/#y"', ""]) {
    assert.deepEqual(inputs(text), [text]);
  }
});

test("a link is found in a sentence, whatever stands around it", () => {
  for (const text of [`See ${link} for it.`, `<${link}>`, `"${link}",`, `[my certificate](${link}).`, `${link}\r\nRegards, Aisyah`]) {
    assert.ok(inputs(text).includes(`#${payload}`), text);
  }
  assert.ok(inputs(`Point #1, in reply to #12: ${link}`).includes(`#${payload}`));
  assert.ok(inputs(`Paste #${payload} there`).includes(`#${payload}`));
});

test("a link that is broken over lines is put together, with every spelling and every kind of gap", () => {
  for (const by of ["\n", "\r\n", " ", "\r\n    ", "\u200b", "\u00ad"]) {
    for (const text of [link, payload, `${address}#${stages.decimal}`]) {
      const found = inputs(`${wrapped(text, 60, by)}\n`);
      assert.ok(found.includes(text.includes("#") ? `#${text.split("#")[1]}` : text), JSON.stringify(by));
    }
  }
});

test("a break and the end of a link look alike: both meanings are offered", () => {
  const found = inputs(`${wrapped(link, 60, "\n")}\nok`);
  assert.ok(found.includes(`#${payload}`));
  assert.ok(found.length < 10);
});

test("a damaged link stays a damaged link, and a text without any stays a text", () => {
  assert.deepEqual(inputs(`Here: ${address}#${payload.slice(0, 40)} bye`), [`#${payload.slice(0, 40)}`]);
  for (const text of ["please find my certificate attached", "item #1 and #2", "x".repeat(300_000)]) {
    assert.deepEqual(inputs(text), [text]);
  }
});

test("the address is that of the link that was found", () => {
  const host = (text) => readings(text)[0].address?.host;
  assert.equal(host(`https://one.example/#top and https://two.example/v/#${payload}`), "two.example");
  assert.equal(host(`https://bukti.example@evil.example/v/#${payload}`), "evil.example");
  assert.equal(host(`evil.example/v/#${payload}`), "evil.example");
  for (const text of [payload, `#${payload}`, `in /v/#${payload}`, stages.signed_rfc8785]) assert.equal(host(text), undefined);
});

test("an address below a base is the registry's, another is not", () => {
  const bases = ["https://bukti.example", "https://old.example/register"];
  const below = (text) => isBelow(new URL(text), bases);
  for (const text of ["https://bukti.example/v/", "http://BUKTI.example/ms/verify/", "https://old.example/register/v/"]) {
    assert.equal(below(text), true, text);
  }
  for (const text of ["https://bukti.example.evil.example/v/", "https://old.example/v/", "https://old.example/register-2/v/"]) {
    assert.equal(below(text), false, text);
  }
});

const ID = "https://bukti.example/mc/p/m/v1.json";
const FACTS = {
  assessment: [{ text: "Exam" }, { text: "Business project", module: "business" }, { text: "Health project", module: "health" }],
  paths: { "Business data": ["business"] },
};

async function assessed(path) {
  const result = path === undefined ? [] : [{ resultDescription: `${ID}#path`, value: path }];
  const credential = { credentialSubject: { achievement: { id: ID }, result: [{ resultDescription: `${ID}#grade`, value: "A" }, ...result] } };
  const source = { file: async () => ({ mcs: { [ID]: FACTS } }) };
  return (await loadFacts(credential, { groupBits: 0, groups: [0] }, source, ["en"])).assessment;
}

test("assessments are those that everybody takes and those of the holder's electives", async () => {
  assert.deepEqual(await assessed("Business data"), ["Exam", "Business project"]);
  assert.deepEqual(await assessed("health+other"), ["Exam", "Health project"]);
  assert.deepEqual(await assessed("not listed"), ["Exam"]);
  assert.deepEqual(await assessed("constructor"), ["Exam"]);
  assert.deepEqual(await assessed(undefined), ["Exam", "Business project", "Health project"]);
});

test("a text made of broken links ends in time, and a link behind many others is still found", () => {
  const begun = performance.now();
  readings(`/#${"A ".repeat(1_200)}`.repeat(50));
  assert.ok(performance.now() - begun < 2_000, `${performance.now() - begun} ms`);
  assert.ok(inputs(`${"see x/#one two ".repeat(40)}${link}`).includes(`#${payload}`));
});
