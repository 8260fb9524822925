// What the judges share: cases in on standard input, opinions out on standard output, and never a network.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

const WARM_UP = 4;

/** The installed version of a package. */
export function versionOf(name) {
  const folder = require.resolve.paths(name).map((path) => `${path}/${name}/package.json`);
  for (const path of folder) {
    try {
      return JSON.parse(readFileSync(path, "utf8")).version;
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  throw new Error(`${name} is not installed`);
}

/** The texts of an error and of all that it wraps, without repeats. */
export function told(error) {
  const texts = new Set();
  const walk = (one, depth) => {
    if (!one || depth > 6) return;
    if (one.message) texts.add(String(one.message).split("\n")[0]);
    for (const inner of [one.cause, ...(one.errors ?? [])]) walk(inner, depth + 1);
  };
  walk(error, 0);
  return [...texts].join(" | ").slice(0, 600);
}

/**
 * Judges every case of standard input by `judge(credential, fetched)`, where `fetched(url)` is the text published at an
 * address or undefined, and writes `{program, version, opinions: {name: {accepted, told}}}`. With `rounds`
 * the cases are judged that many times more and the CPU microseconds of each round are written too, without those of
 * `handed`, which makes of a credential what the judge is handed: a copy of its own for each time.
 */
export async function serve(program, judge, version = versionOf(program), handed = structuredClone) {
  const order = JSON.parse(readFileSync(0, "utf8"));
  const opinions = {};
  const prepared = () =>
    order.cases.map(({ name, credential, files }) => {
      const published = { ...order.files, ...files };
      return [name, handed(credential), (url) => (published[url] === null ? undefined : published[url])];
    });
  const once = async (cases) => {
    for (const [name, credential, fetched] of cases) opinions[name] = await judge(credential, fetched);
  };
  await once(prepared());
  const rounds = [];
  // What is measured is a program that has been at it for a while: engines compile what is used often.
  for (let round = 0; round < (order.rounds ? WARM_UP : 0); round++) await once(prepared());
  for (let round = 0; round < (order.rounds ?? 0); round++) {
    const cases = prepared();
    const start = process.cpuUsage();
    await once(cases);
    const { user, system } = process.cpuUsage(start);
    rounds.push(user + system);
  }
  process.stdout.write(JSON.stringify({ program, version, opinions, rounds }));
}
