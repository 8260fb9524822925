// The one Trusted Types policy: the browser takes addresses of workers from it alone, and it gives fixed ones.
import { base } from "./registry.ts";

/** This build's name, which `build.mjs` writes here and into the addresses of all its files. */
export const BUILD = "@build@";

const SCRIPTS = ["bulk-worker.js", "picture-worker.js", "sw.js"] as const;
export type Script = (typeof SCRIPTS)[number];

interface Policy {
  createScriptURL(name: string): string;
}
interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

const rules: Policy = {
  createScriptURL(name) {
    const known = SCRIPTS.find((script) => script === name);
    if (known === undefined) throw new TypeError(`no script of this page: ${name}`);
    // The service worker never moves: under another address it would be another one beside the old.
    return new URL(known === "sw.js" ? known : `${known}?${BUILD}`, base).href;
  },
};
const policy = (globalThis as { trustedTypes?: Factory }).trustedTypes?.createPolicy("bukti", rules) ?? rules;

/** The address of a worker's script, as workers and `serviceWorker.register` take it. */
export function scriptAddress(name: Script): string {
  return policy.createScriptURL(name);
}

/** A worker of its own thread. */
export function startWorker(name: Exclude<Script, "sw.js">): Worker {
  return new Worker(scriptAddress(name), { type: "module" });
}
