// What is found of a part of a stranger's credential, and what the core lends for finding it.
import type { Bytes } from "../core/bytes.ts";
import type { Code, State } from "../core/codes.ts";
import type { JsonObject } from "../core/json.ts";
import type { Names } from "../core/result.ts";
import { stateOf } from "./codes.ts";

/** A code of codes.json and what fills its sentence. */
export interface Finding {
  code: Code;
  names?: Names;
}

export interface Tools {
  /** Ed25519 by CRD-14. */
  verify: (key: Bytes, signature: Bytes, data: Bytes) => Promise<boolean>;
  /** Whether bytes may be a public key at all by CRD-14. */
  isSoundKey: (key: Bytes) => boolean;
}

/** What proofs and lists are judged with: documents at hand, the time in whole seconds, and the core's tools. */
export interface Desk {
  documents: readonly JsonObject[];
  now: number;
  tools: Tools;
}

/** The first finding that fails, else the first that is not run, else the first; `found` is not empty. */
export function worst(found: readonly Finding[]): Finding {
  const first = (state: State): Finding | undefined => found.find(({ code }) => stateOf(code) === state);
  return first("failed") ?? first("not_run") ?? (found[0] as Finding);
}

/** The document at hand whose `id` is `id`; of several the first. */
export function named(id: string, { documents }: Desk): JsonObject | undefined {
  return documents.find((document) => document["id"] === id);
}
