// Holds the sources to the types that are written out for others: tsc fails when they part.
import * as module from "../src/module/index.ts";
import * as platform from "../src/node/platform.ts";
import type * as told from "./index.d.ts";
import type * as toldOfNode from "./node.d.ts";

type Loose<T> = T extends (...parameters: infer P) => Promise<unknown[]> ? (...parameters: P) => Promise<unknown[]> : T;

// Results are JSON by then, of which the sources know no more than that.
export const verify: Loose<typeof told.verify> = module.verify;
export const rest: Omit<typeof told, "verify" | "asJson" | "verifyInput"> = module;
export const node: typeof toldOfNode = platform;
