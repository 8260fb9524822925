// The service worker: keeps the verify page itself on the device, so that it opens without network. It answers for the
// page's own files alone; the catalogue and all data go past it, but that it asks for the page's first question early.

import { placeOf } from "./source/place.ts";

/** What the site builder writes before this script: which files are the page, and what each has to be. */
interface Shell {
  /** Names this very set of pages and files. */
  digest: string;
  /** The build that the addresses of the files name. */
  build: string;
  /** Folders below the site's root where the page stands. */
  pages: readonly string[];
  /** Files below the site's root with their integrity, as `fetch` takes it. */
  files: Readonly<Record<string, string>>;
}

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asking extends Waiting {
  readonly request: Request;
  readonly clientId: string;
  readonly resultingClientId: string;
  respondWith(answer: Promise<Response>): void;
}
interface Told extends Waiting {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}
interface Worker {
  readonly shell: Shell;
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void>; matchAll(options: object): Promise<readonly unknown[]> };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", listen: (event: Waiting) => void): void;
  addEventListener(name: "fetch", listen: (event: Asking) => void): void;
  addEventListener(name: "message", listen: (event: Told) => void): void;
}

const worker = globalThis as unknown as Worker;
const { digest, build, pages, files } = worker.shell;
const root = new URL(worker.registration.scope);
/** Registries that share an origin share its caches, so that each takes names of its own. */
const PREFIX = `${placeOf(root.href, "shell")}:`;
const NAME = PREFIX + digest;
const PUBLISHED = "published.json";

/** The answer to what a page that is being opened will ask first: for that page alone, and once. */
let early: { client: string; since: number; answer: Promise<Response> } | undefined;
/** Milliseconds after which an answer that nobody took is none of now any more. */
const STALE = 10_000;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(Promise.all([tidy(0), worker.clients.claim()])));
worker.addEventListener("message", (event) => event.waitUntil(answer(event)));
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(root.href)) return;
  const path = url.pathname.slice(root.pathname.length);
  if (event.request.mode === "navigate") {
    if (pages.includes(path)) event.respondWith(page(path, event));
  } else if (path === PUBLISHED && early?.client === event.clientId) {
    const { since, answer } = early;
    early = undefined;
    if (performance.now() - since < STALE) event.respondWith(answer);
  } else if (/^\?[0-9a-f]{16}$/.test(url.search) || path in files) {
    event.respondWith(file(event.request));
  }
});

async function install(): Promise<void> {
  await fill();
  // It may serve at once: open pages ask for files of their own build, which are kept as long as there are any.
  await worker.skipWaiting();
}

/** All or nothing: a page beside files of another build would be worse than none. */
async function fill(): Promise<void> {
  const cache = await caches.open(NAME);
  try {
    await Promise.all([...pages.map((path) => keepPage(cache, path)), ...Object.keys(files).map((path) => keepFile(cache, path))]);
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
}

/** A page asks whether all is there, and names its build. */
async function answer({ data, ports }: Told): Promise<void> {
  try {
    if (!(await caches.has(NAME))) await fill();
    if (data === build) await tidy(1);
    ports[0]?.postMessage(true);
  } catch {
    ports[0]?.postMessage(false);
  }
}

async function keepFile(cache: Cache, path: string): Promise<void> {
  const address = new URL(path, root).href;
  // What did not change since the last build has the same address, unless its address names no build.
  const old = address.includes("?") ? await caches.match(address, { ignoreVary: true }) : undefined;
  await cache.put(address, old ?? (await ask(address, files[path])));
}

/** Hosts may add to a page, so it is known by the build that it names and not by its bytes. */
async function keepPage(cache: Cache, path: string): Promise<void> {
  const address = new URL(path, root).href;
  const answer = await ask(address);
  const text = await answer.text();
  if (!text.includes(`verify.js?${build}"`)) throw new Error(`${path} is of another build`);
  // A new answer, since browsers refuse one that came by a redirection when they ask for a page.
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  await cache.put(address, new Response(text, { headers }));
}

async function ask(address: string, integrity = ""): Promise<Response> {
  const answer = await fetch(address, { cache: "no-cache", credentials: "omit", integrity });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

async function page(path: string, { request, resultingClientId }: Asking): Promise<Response> {
  // Each page asks whether its data is the site's still (LKP-21). This is the same question, while its scripts are being read.
  const answer = fetch(new URL(PUBLISHED, root), { cache: "no-cache", credentials: "omit", referrerPolicy: "no-referrer" });
  answer.catch(() => undefined); // whoever takes it sees that it failed
  early = { client: resultingClientId, since: performance.now(), answer };
  const cache = await caches.open(NAME);
  return (await cache.match(new URL(path, root).href, { ignoreVary: true })) ?? fetch(request);
}

/** A file of whichever build the address names. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request);
}

/** Removes the shells of earlier builds once no other page than `own` is open that may be of theirs. */
async function tidy(own: number): Promise<void> {
  const open = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.length > own) return;
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
}
