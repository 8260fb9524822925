// What the page and its workers say to each other.
import type { Bytes } from "../../core/bytes.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Directory } from "../../core/lookup.ts";
import type { Result } from "../../core/result.ts";

/**
 * Published data is numbered by the time when the page asked for it anew; a worker may go on to a later number, up to
 * `last`, where what it has is of two publications. `kept`: the data was kept from an earlier visit (LKP-21).
 */
export interface Edition {
  number: number;
  last: number;
  kept: boolean;
}

/** One thing to judge at the time `now`: of a picture each card whose code is in it. */
export interface Task {
  kind: "task";
  id: number;
  inputs: readonly (Bytes | string)[];
  label: string;
  now: number;
  edition: Edition;
}

/** A published file, as the page got it. */
export interface Data {
  kind: "data";
  path: string;
  edition: number;
  bytes: Bytes | undefined;
}

/** Documents at hand, for the tasks that follow. */
export interface AtHand {
  kind: "at-hand";
  documents: readonly JsonObject[];
}

export type ToWorker = Task | Data | AtHand;

/** The worker's question for a published file. */
export interface Wanted {
  kind: "wanted";
  path: string;
  edition: number;
}

/** What was found of one credential. */
export interface Found {
  result: Result;
  /** Of the data that it rests on. */
  edition: number;
  /** The link under which it can be checked again, where one can be made. */
  link: string | undefined;
  /** The address that its own link names. */
  address: string | undefined;
}

/** The answer to a task. The directory of an edition comes with the first answer that rests on it. */
export interface Answered {
  kind: "answered";
  id: number;
  found: readonly Found[];
  directories: readonly (readonly [edition: number, Directory])[];
  /** It is no credential, but helps to check others. */
  aid: JsonObject | undefined;
}

/** The worker's own fault; nothing is known of the credential. */
export interface Faulty {
  kind: "faulty";
  id: number;
}

/** The worker has begun. */
export interface Ready {
  kind: "ready";
}

export type FromWorker = Ready | Wanted | Answered | Faulty;
