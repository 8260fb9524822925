// The table for a spreadsheet: one line for each row, in the order in which they were handed over.
import type { Directory } from "../../core/lookup.ts";
import { isoTime } from "../summary.ts";
import { writeTable } from "./csv.ts";
import type { Line } from "./lines.ts";

const HEAD = [
  "input", "verdict", "code", "name", "achievement", "issuer", "valid_from", "valid_until", "result", "checked_at",
  "data_commit", "data_date", "build", "link",
]; // prettier-ignore

/** The text of the file; `build` is the digest of the program that judged. */
export function exported(lines: readonly Line[], directoryOf: (line: Line) => Directory | undefined, build: string): string {
  const rows = lines.map((line) => {
    const directory = directoryOf(line);
    return [
      line.row.label,
      line.word ?? "",
      line.word === undefined ? "not-checked" : line.code,
      line.name,
      line.achievement,
      line.issuer,
      line.from,
      line.until,
      line.result,
      isoTime(line.row.checkedAt),
      directory?.snapshot ?? "",
      isoTime(directory?.date),
      build,
      line.row.found?.link ?? "",
    ];
  });
  return writeTable([HEAD, ...rows]);
}
