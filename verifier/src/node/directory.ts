// A site in a directory.
import { open } from "node:fs/promises";
import { join } from "node:path";
import { type Fetch, MAX_DATA } from "../source/site.ts";

/** Files below `root`. */
export function directoryFetch(root: string): Fetch {
  return async (path) => {
    try {
      const file = await open(join(root, path));
      try {
        const { size } = await file.stat();
        return size <= MAX_DATA ? new Uint8Array(await file.readFile()) : undefined;
      } finally {
        await file.close();
      }
    } catch {
      return undefined;
    }
  };
}
