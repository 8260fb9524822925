// What the page hands to those of its parts that are loaded when they are used, so that none brings a copy of its own.
import { el, isolated } from "./dom.ts";
import { find, language, say, sayDate, sayNames } from "./messages.ts";
import { base } from "./registry.ts";
import { startWorker } from "./scripts.ts";

export const tools = { base, el, find, isolated, language, say, sayDate, sayNames, startWorker };

/** A part imports this type and nothing else of the page at run time. */
export type Tools = typeof tools;
