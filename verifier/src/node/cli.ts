// verify-cli.js: the same checks and the same JSON as `bukti verify --json`, under Node.
import { open, readdir, stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type Bytes, setSha256 } from "../core/bytes.ts";
import { MAX_CONTAINER } from "../core/containers.ts";
import { isDate } from "../core/dates.ts";
import { setEd25519 } from "../core/ed25519.ts";
import { type JsonObject, MAX_BYTES } from "../core/json.ts";
import { asJson } from "../core/details.ts";
import type { Result } from "../core/result.ts";
import { readAtHand } from "../core/strangers.ts";
import { verifyInput } from "../core/verify.ts";
import { SiteSource } from "../source/site.ts";
import { directoryFetch } from "./directory.ts";
import { ed25519, sha256 } from "./platform.ts";

const HELP = `usage: node verify-cli.js --site DIR [--at ISO_TIME] [--at-hand FILE_OR_DIR]... FILE_OR_LINK...

Checks credentials against a published site in a directory and prints one JSON document.

  --site DIR      the built site (keys.json stands in it)
  --at ISO_TIME   the time of checking, such as 2026-11-23T12:00:00Z; now, if it is left out
  --at-hand PATH  DID documents and status lists of issuers outside the registry: a JSON file or a folder of them
  FILE_OR_LINK    a JSON, PDF, PNG or SVG file, a card link, or a card's payload

example:
  node verify-cli.js --site build/demo/site build/demo/out/001.json

exit codes: 0 all valid, 1 some other verdict, 3 some cannot tell and none worse, 2 wrong use or unreadable path
`;

/** Bytes of all documents at hand together: in memory they take up to a hundred times as much (VER-25). */
const MAX_AT_HAND = 16 * 1024 * 1024;

/** The command was called in a way that cannot be meant, or names a path that cannot be read: exit code 2. */
class UsageError extends Error {}

interface Options {
  site: string;
  now: number;
  atHand: readonly string[];
  inputs: readonly string[];
}

function readOptions(argv: readonly string[]): Options | "help" {
  const options = { site: { type: "string" }, at: { type: "string" }, help: { type: "boolean", short: "h" } } as const;
  const atHand = { type: "string", multiple: true } as const;
  const json = { type: "boolean" } as const; // as `bukti verify` has it; here there is nothing else
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options & { json: typeof json; "at-hand": typeof atHand }; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...argv], options: { ...options, json, "at-hand": atHand }, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { site, at, help } = parsed.values;
  if (help === true) return "help";
  if (site === undefined) throw new UsageError("--site DIR is missing");
  if (parsed.positionals.length === 0) throw new UsageError("no file or link is named");
  const documents = parsed.values["at-hand"] ?? [];
  return { site, now: at === undefined ? Date.now() : readTime(at), atHand: documents, inputs: parsed.positionals };
}

function readTime(text: string): number {
  const isTime = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text);
  // Date.parse takes the 30th of February for the 2nd of March.
  const time = isTime && isDate(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new UsageError(`--at ${text}: write it like 2026-11-23T12:00:00Z`);
  return time;
}

/** The bytes of a file, or the argument itself where it is a link, a payload or JSON (VER-22). */
async function readArgument(argument: string): Promise<Bytes | string> {
  const file = await contents(argument, MAX_CONTAINER);
  if (file !== undefined) return file;
  if (/^[{[]/.test(argument) || argument.includes("#") || /^[A-Za-z0-9_-]{64,}$/.test(argument)) return argument;
  throw new UsageError(`${argument}: there is no such file, and it is no card link`);
}

/** The bytes of a file; one more than `most` shows that it is too large. */
async function contents(path: string | Buffer, most: number): Promise<Bytes | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  try {
    const file = await open(path);
    try {
      const room = new Uint8Array(Math.min(found.size, most) + 1);
      const { bytesRead } = await file.read(room, 0, room.length, 0);
      return room.slice(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new UsageError(`${path.toString()}: ${(error as Error).message}`);
  }
}

/** The documents of all files that are named and of all files in folders that are named (VER-25). */
async function readDocuments(places: readonly string[]): Promise<JsonObject[]> {
  const documents: JsonObject[] = [];
  let size = 0;
  for (const place of places) {
    for (const path of await filesOf(place)) {
      const data = (await contents(path, MAX_BYTES)) ?? new Uint8Array(0);
      const document = readAtHand(data);
      size += document === undefined ? 0 : data.length;
      if (size > MAX_AT_HAND) {
        throw new UsageError(`--at-hand ${path.toString()}: these are more than ${MAX_AT_HAND} bytes of documents; name fewer`);
      }
      if (document !== undefined) documents.push(document);
      else if (path === place) process.stderr.write(`verify-cli: ${path} is no JSON document with an id: it is left aside\n`);
    }
  }
  return documents;
}

/** The file `place`, or all files below the folder `place` in the order of their paths. */
async function filesOf(place: string): Promise<(string | Buffer)[]> {
  const found = await stat(place).catch(() => undefined);
  if (found?.isFile()) return [place];
  if (!found?.isDirectory()) throw new UsageError(`--at-hand ${place}: there is no such file or folder`);
  return (await filesBelow(Buffer.from(place))).sort((a, b) => Buffer.compare(a, b));
}

/** Adds all that is no folder below `folder` to `found`. Paths are bytes: a name need not be UTF-8. */
async function filesBelow(folder: Buffer, found: Buffer[] = []): Promise<Buffer[]> {
  const entries = await readdir(folder, { withFileTypes: true, encoding: "buffer" }).catch((error: Error) => {
    throw new UsageError(`--at-hand ${folder.toString()}: ${error.message}`);
  });
  for (const entry of entries) {
    const path = Buffer.concat([folder, Buffer.from("/"), entry.name]);
    if (entry.isDirectory()) await filesBelow(path, found);
    else found.push(path);
  }
  return found;
}

async function verifyAll({ site, now, atHand, inputs }: Options): Promise<Result[]> {
  if (!(await stat(site).catch(() => undefined))?.isDirectory()) throw new UsageError(`--site ${site}: no such directory`);
  const read = await Promise.all(inputs.map(readArgument));
  const source = new SiteSource(directoryFetch(site));
  const documents = await readDocuments(atHand);
  const results: Result[] = [];
  for (const [i, input] of read.entries()) {
    const judged = await verifyInput(input, source, now, inputs[i] as string, documents);
    results.push(...judged.map(({ result }) => result));
  }
  return results;
}

function exitCode(results: readonly Result[]): number {
  const others = results.filter(({ verdict }) => verdict !== "valid");
  if (others.length === 0) return 0;
  return others.every(({ verdict }) => verdict === "cannot_tell") ? 3 : 1;
}

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = readOptions(argv);
    if (options === "help") {
      process.stdout.write(HELP);
      return 0;
    }
    const results = await verifyAll(options);
    process.stdout.write(`${JSON.stringify({ results: results.map(asJson) }, null, 2)}\n`);
    return exitCode(results);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`verify-cli: ${error.message}\n`);
    return 2;
  }
}

setSha256(sha256);
setEd25519(ed25519);
process.exitCode = await main(process.argv.slice(2));
