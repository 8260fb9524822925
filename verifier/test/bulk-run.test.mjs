// How a run over many deals its work: to whom, in which order, and what is judged once more. The workers here answer as
// the test tells them to; what real ones say is tested in the browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Run } = await load("page/bulk/run.ts");
const { PublishedData } = await load("page/bulk/data.ts");

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
const until = async (holds) => {
  for (let i = 0; i < 400 && !holds(); i++) await soon();
  assert.ok(holds());
};

/** A worker whose every message goes to `answer`, which may tell the page something. */
class Hand extends EventTarget {
  constructor(answer) {
    super();
    this.answer = answer;
    this.ended = false;
    this.tasks = [];
    setTimeout(() => this.tell({ kind: "ready" }));
  }
  postMessage(message) {
    if (message.kind === "task") this.tasks.push(message);
    this.answer(message, this);
  }
  tell(data) {
    if (!this.ended) this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
  terminate() {
    this.ended = true;
  }
}

const result = (input, code) => ({
  input,
  verdict: code === undefined ? "valid" : "cannot_tell",
  checks: [],
  credential: null,
  data_as_of: null,
  leading: code && { check: "registered", code, state: "not_run", names: {} },
});

const answered = ({ id, label, edition }, { code, snapshot, aid, number = edition.number } = {}) => ({
  kind: "answered",
  id,
  found: [{ result: result(label, code), edition: number, link: undefined, address: undefined }],
  directories: snapshot ? [[number, { snapshot }]] : [],
  aid,
});

function setUp(count, answer, { processors = 2, fetched = [] } = {}) {
  Object.defineProperty(globalThis, "navigator", { value: { hardwareConcurrency: processors }, configurable: true });
  const hands = [];
  const startWorker = () => {
    hands.push(new Hand(answer));
    return hands.at(-1);
  };
  const fetch = async (path, anew) => (fetched.push(`${path} ${anew}`), new Uint8Array([1]));
  const jobs = Array.from({ length: count }, (_, id) => ({ id, label: `item ${id}`, read: async () => ({ inputs: [`input ${id}`] }) }));
  const run = new Run(jobs, { startWorker, openData: async () => ({ fetch, kept: false }), atHand: [] }, () => {});
  return { run, hands, fetched };
}

const obedient = (message, hand) => message.kind === "task" && setTimeout(() => hand.tell(answered(message)));

test("every input has its answer, in the order in which it was handed over", async () => {
  const { run, hands } = setUp(50, obedient);
  run.start();
  await until(() => run.stage === "finished");
  assert.deepEqual(run.rows.map(({ label }) => label), Array.from({ length: 50 }, (_, i) => `item ${i}`));
  assert.equal(hands.length, 2);
  assert.ok(hands.every((hand) => hand.ended && hand.tasks.length > 10));
});

test("no more workers than processors, than four, or than there is work", async () => {
  for (const [processors, count, wanted] of [[16, 50, 4], [1, 50, 1], [0, 50, 1], [4, 2, 2]]) {
    const { run, hands } = setUp(count, obedient, { processors });
    run.start();
    await until(() => run.stage === "finished");
    assert.equal(hands.length, wanted);
  }
});

test("stopped at once; what was begun is begun again", async () => {
  let allowed = 10;
  const { run, hands } = setUp(30, (message, hand) => message.kind === "task" && allowed-- > 0 && obedient(message, hand));
  run.start();
  await until(() => run.done === 10);
  run.stop();
  assert.ok(hands.every(({ ended }) => ended));
  assert.equal(run.stage, "stopped");
  allowed = Infinity;
  run.start();
  await until(() => run.stage === "finished");
  assert.equal(run.done, 30);
  assert.ok(run.rows.every(({ found }) => found !== undefined));
});

test("a worker that dies takes the task at its head with it and no other", async () => {
  const die = (message, hand) => {
    if (message.kind !== "task") return;
    if (message.label !== "item 7") return obedient(message, hand);
    setTimeout(() => hand.ended || hand.dispatchEvent(new Event("error")), 20);
  };
  const { run } = setUp(30, die, { processors: 1 });
  run.start();
  await until(() => run.stage === "finished");
  const broken = run.rows.filter(({ problem }) => problem !== undefined);
  assert.deepEqual(broken.map(({ label, problem }) => [label, problem]), [["item 7", "broken"]]);
});

test("a worker's own fault is told of that one alone", async () => {
  const { run } = setUp(5, (message, hand) =>
    message.kind === "task" && setTimeout(() => hand.tell(message.id === 2 ? { kind: "faulty", id: 2 } : answered(message))),
  );
  run.start();
  await until(() => run.stage === "finished");
  assert.deepEqual(run.rows.map(({ problem }) => problem), [undefined, undefined, "broken", undefined, undefined]);
});

test("a file that is gone is told of that one alone", async () => {
  const { run } = setUp(4, obedient);
  run.jobs[1].read = () => Promise.reject(new Error("gone"));
  run.start();
  await until(() => run.stage === "finished");
  assert.deepEqual(run.rows.map(({ problem }) => problem), [undefined, "unreadable", undefined, undefined]);
});

test("rows of an older publication are judged once more, and once only", async () => {
  const seen = [];
  const { run } = setUp(6, (message, hand) => {
    if (message.kind !== "task") return;
    seen.push(message.id);
    const isNew = message.edition.number > 0 || message.id >= 4;
    // The worker has found two publications at item 4 and gone on to the next edition.
    if (message.id === 4 && message.edition.number === 0) hand.tell({ kind: "wanted", path: "keys.json", edition: 1 });
    setTimeout(() => hand.tell(answered(message, { snapshot: isNew ? "new" : "old", number: isNew ? 1 : 0 })));
  }, { processors: 1 });
  run.start();
  await until(() => run.stage === "finished");
  assert.deepEqual([...seen].sort(), [0, 0, 1, 1, 2, 2, 3, 3, 4, 5]);
  assert.ok(run.rows.every((row) => run.directory(row)?.snapshot === "new"));
});

test("documents at hand have no row, and strangers judged before them are judged once more with them", async () => {
  const { run, hands } = setUp(3, (message, hand) => {
    if (message.kind === "at-hand") hand.documents = message.documents;
    if (message.kind !== "task") return;
    const answer = message.id === 2 ? { aid: { id: "did:web:x" } } : { code: "issuer-outside" };
    setTimeout(() => hand.tell(answered(message, answer)));
  }, { processors: 1 });
  run.start();
  await until(() => run.stage === "finished");
  assert.equal(run.rows.length, 2);
  assert.equal(run.aids, 1);
  assert.deepEqual(hands[0].documents, [{ id: "did:web:x" }]);
  assert.equal(hands[0].tasks.filter(({ id }) => id === 0).length, 2);
});

test("each file is asked for once in an edition, whoever asks, and three times at the most", async () => {
  const asked = [];
  const data = new PublishedData(async () => ({ kept: false, fetch: async (path, anew) => (asked.push([path, anew]), undefined) }));
  await Promise.all([data.file("keys.json", 0), data.file("keys.json", 0)]);
  assert.equal((await data.edition()).number, 0);
  await data.file("keys.json", 1);
  assert.deepEqual(await data.edition(), { number: 1, last: 2, kept: false });
  await data.file("keys.json", 2);
  await data.file("keys.json", 2);
  assert.deepEqual(asked, [["keys.json", false], ["keys.json", true], ["keys.json", true]]);
  data.renew();
  assert.deepEqual(await data.edition(), { number: 3, last: 5, kept: false });
});
