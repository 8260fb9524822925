// What was kept on the device: when it counts, what it can say, and that it is never mixed with another snapshot.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load, ROOT } from "./load.mjs";
import { core, faults, NOW, row, signed, site, unsigned } from "./sample.mjs";

const { DeviceSource } = await load("source/device.ts");
const { SiteSource } = core;
const DAY = 86_400_000;
const OTHERS_UUID = "1f8fad5b-d9cb-469f-a165-70867728950e";
const GOOD = await signed(unsigned());
const LATER = await signed(unsigned((credential) => (credential.id = `urn:uuid:${OTHERS_UUID}`)));
const SITE = site([await row(GOOD)]);
const NEXT = site([await row(GOOD, { state: 1 }), await row(LATER)], (files) => {
  for (const file of Object.values(files)) if (file.snapshot) file.snapshot = "d00d1e";
  files["published.json"] = { commit: "d00d1e", published_at: "2026-11-23T11:00:00Z" };
});

const bytes = (file) => (file === undefined ? undefined : core.utf8(JSON.stringify(file)));

/** A source over what is kept and what the site has (undefined: it does not answer); `asked` tells what the site was asked. */
function device(kept, files, { lost = [], asked = [] } = {}) {
  const fetch = async (path) => {
    asked.push(path);
    return files === undefined ? undefined : bytes(files[path]);
  };
  const published = Promise.resolve({ reached: files !== undefined, bytes: bytes(files?.["published.json"]) });
  const read = async (path) => (lost.includes(path) ? undefined : bytes(kept[path]));
  return new DeviceSource(fetch, published, { snapshot: kept["keys.json"].snapshot, read });
}

async function judge(credential, source, now = NOW) {
  const [{ result, directory }] = await core.verifyInput(JSON.stringify(credential), source, now, "input");
  return { verdict: result.verdict, faults: faults(result), directory };
}

const aged = (files) => ({ ...files, "published.json": { commit: "c0ffee", published_at: "2026-11-20T06:00:00Z" } });

test("the site names the kept snapshot: nothing else is asked, the date is the new one, and what is absent counts", async () => {
  const asked = [];
  const source = device(aged(SITE), SITE, { asked });
  const { verdict, directory } = await judge(GOOD, source);
  assert.equal(verdict, "valid");
  assert.equal(directory.date, Date.parse("2026-11-23T06:00:00Z"));
  assert.equal(directory.kept, false);
  assert.equal((await judge(LATER, source, NOW + 6 * DAY)).verdict, "invalid");
  assert.deepEqual(asked, []);
});

test("the site does not answer: the kept set, with its own date, and nothing is asked", async () => {
  const asked = [];
  const { verdict, directory } = await judge(GOOD, device(aged(SITE), undefined, { asked }));
  assert.equal(verdict, "valid");
  assert.equal(directory.date, Date.parse("2026-11-20T06:00:00Z"));
  assert.equal(directory.kept, true);
  assert.deepEqual(asked, []);
});

test("what the kept set lacks is never held against a credential while the site does not answer", async () => {
  const found = await judge(LATER, device(SITE, undefined));
  assert.equal(found.verdict, "cannot_tell");
  assert.equal(found.faults.registered, "data-older");
});

test("a changed credential stays invalid: its signature needs no other data", async () => {
  const changed = structuredClone(GOOD);
  changed.credentialSubject.identifier[0].identityHash = "Somebody Else";
  const found = await judge(changed, device(SITE, undefined));
  assert.equal(found.verdict, "invalid");
  assert.equal(found.faults.signature, "signature-mismatch");
});

test("past the freshness limit the kept set tells nothing but a revocation", async () => {
  const revoked = site([await row(GOOD, { state: 1 })]);
  assert.equal((await judge(GOOD, device(SITE, undefined), NOW + 8 * DAY)).verdict, "cannot_tell");
  assert.equal((await judge(GOOD, device(SITE, undefined), NOW + 6 * DAY)).verdict, "valid");
  assert.equal((await judge(GOOD, device(revoked, undefined), NOW + 8 * DAY)).verdict, "revoked");
});

test("the site names another snapshot: all comes from the site", async () => {
  const asked = [];
  const found = await judge(GOOD, device(SITE, NEXT, { asked }));
  assert.equal(found.verdict, "revoked");
  assert.deepEqual(asked.sort(), ["keys.json", "lookup/0/0.json", "lookup/0/templates.json"]);
  assert.equal((await judge(LATER, device(SITE, NEXT))).verdict, "valid");
});

test("a site without published.json is asked for all", async () => {
  const files = { ...NEXT, "published.json": undefined };
  assert.equal((await judge(GOOD, device(SITE, files))).verdict, "revoked");
});

test("what answers without a list of keys is not the site: a sign-in page, say", async () => {
  const portal = Object.fromEntries(Object.keys(SITE).map((path) => [path, "<!doctype html>Welcome"]));
  const { verdict, directory } = await judge(GOOD, device(SITE, portal));
  assert.equal(verdict, "valid");
  assert.equal(directory.kept, true);
});

test("a snapshot of uncommitted content is never taken for the one that the site names", async () => {
  const local = structuredClone(SITE);
  for (const file of Object.values(local)) if (file.snapshot) file.snapshot = "c0ffee+0123456789ab";
  const asked = [];
  await judge(GOOD, device(local, SITE, { asked }));
  assert.ok(asked.includes("keys.json"));
});

test("a file that is not kept is asked of the site; of another snapshot it makes everything come from there", async () => {
  const lost = ["lookup/0/0.json"];
  const asked = [];
  assert.equal((await judge(GOOD, device(SITE, SITE, { lost, asked }))).verdict, "valid");
  assert.deepEqual(asked, lost);
  // The site is published anew between the two answers.
  const between = { ...NEXT, "published.json": SITE["published.json"] };
  const source = device(SITE, between, { lost });
  const found = await judge(GOOD, source);
  assert.equal(found.verdict, "revoked");
  assert.equal((await source.choice()).kept, false);
});

test("a file that is not kept cannot be had without the site, whichever it is", async () => {
  for (const path of ["keys.json", "lookup/0/templates.json", "lookup/0/0.json"]) {
    const found = await judge(GOOD, device(SITE, undefined, { lost: [path] }));
    assert.equal(found.verdict, "cannot_tell", path);
    assert.ok(Object.values(found.faults).includes("data-missing"), path);
  }
});

test("no vector turns red on kept data for something absent, nor green that was not", async () => {
  const folder = join(ROOT, "spec", "vectors");
  const own = Object.fromEntries(
    readdirSync(join(folder, "site"), { recursive: true })
      .filter((path) => path.endsWith(".json"))
      .map((path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, "site", path))]),
  );
  const absent = ["issuer-unknown", "key-unknown", "not-registered", "template-unknown", "not-registered-yet"];
  let count = 0;
  for (const name of readdirSync(join(folder, "verify"))) {
    const vector = JSON.parse(readFileSync(join(folder, "verify", name), "utf8"));
    if (vector.input === undefined || vector.at_hand !== undefined) continue;
    const files = { ...own, ...vector.files };
    const fetch = async (path) => (files[path] == null ? undefined : new Uint8Array(Buffer.from(files[path])));
    const judged = (source) => core.verifyInput(vector.input, source, Date.parse(vector.at), name);
    const [now, kept] = [await judged(new SiteSource(fetch)), await judged(new SiteSource(fetch, true))];
    for (const [i, { result }] of kept.entries()) {
      const before = now[i].result;
      const older = result.checks.filter(({ code }, j) => code === "data-older" && before.checks[j].code !== code);
      const codes = before.checks.map(({ code }) => code);
      const isOutside = codes.includes("issuer-outside"); // of strangers nothing is looked up here
      assert.ok(isOutside || result.checks.every(({ code }) => !absent.includes(code)), name);
      if (older.length === 0) assert.deepEqual(result, before, name);
      else assert.ok(codes.some((code) => absent.includes(code)) && result.verdict !== "valid", name);
      count += older.length;
    }
  }
  assert.ok(count >= 8, `${count} outcomes changed`);
});
