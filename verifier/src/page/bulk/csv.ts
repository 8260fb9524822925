// Tables as text (RFC 4180), read as spreadsheets write them and written so that spreadsheets run nothing.

/** How a cell begins that spreadsheets run as a formula; some take the wide forms of East Asia as well. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const DELIMITERS = [",", ";", "\t"] as const;

/** A record of a table, and the line of the text on which it begins. */
export interface Line {
  number: number;
  cells: string[];
}

/** A cell as it was before a program protected it: a `'` before anything else stays. */
export function unprotected(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** The delimiter that stands most often in the first line, outside quotes. */
function delimiterOf(text: string): string {
  const first = text.slice(0, /[\r\n]/.exec(text)?.index ?? text.length).replace(/"[^"]*"/g, "");
  const count = (mark: string): number => first.split(mark).length;
  return DELIMITERS.reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** The first records of a table, up to `most`; empty lines are left out. A quote that never ends takes the rest of the text. */
export function readTable(text: string, most = Infinity): Line[] {
  const delimiter = delimiterOf(text);
  const plain = new RegExp(`[^${delimiter}\\r\\n]*`, "y");
  const lines: Line[] = [];
  let [at, number] = [0, 1];
  while (at < text.length && lines.length < most) {
    const line: Line = { number, cells: [] };
    do {
      const cell = text[at] === '"' ? quoted(text, at) : undefined;
      plain.lastIndex = cell?.end ?? at;
      const rest = plain.exec(text)?.[0] ?? "";
      line.cells.push((cell?.value ?? "") + rest);
      number += cell?.breaks ?? 0;
      at = plain.lastIndex;
    } while (text[at] === delimiter && ++at);
    at += text.startsWith("\r\n", at) ? 2 : 1;
    number += 1;
    if (line.cells.some((cell) => cell.trim() !== "")) lines.push(line);
  }
  return lines;
}

/** The cell whose opening quote stands at `start`. */
function quoted(text: string, start: number): { value: string; end: number; breaks: number } {
  const parts: string[] = [];
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    const isLast = quote < 0 || text[quote + 1] !== '"';
    parts.push(text.slice(at, quote < 0 ? text.length : quote));
    at = quote < 0 ? text.length : quote + (isLast ? 1 : 2);
    if (isLast) break;
  }
  const value = parts.join('"');
  return { value, end: at, breaks: value.match(/\r\n|\r|\n/g)?.length ?? 0 };
}

/** A cell for a spreadsheet: nothing in it is run as a formula, and nothing in it ends the cell. */
function written(cell: string): string {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /["\r\n,;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table as a file's text; a byte order mark stands before it, or Excel takes UTF-8 for something else. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(written).join(",")}\r\n`).join("")}`;
}
