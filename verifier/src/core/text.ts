// Text that may be signed (TXT-1 to TXT-5), by the tables that both verifiers read.
import tables from "../../../spec/tables/text.json";

type Ranges = readonly (readonly [first: number, last: number])[];

const ranges = (rows: string[][]): Ranges =>
  rows.map(([first, last]) => [parseInt(first as string, 16), parseInt(last as string, 16)]);
const FORBIDDEN = ranges(tables.forbidden);
const JOINING = ranges(tables.joiner_scripts);

const within = (list: Ranges, code: number): boolean => list.some(([first, last]) => first <= code && code <= last);

/** Whether `value` may be signed; `multiline` allows U+000A (TXT-4). */
export function isSignable(value: string, multiline = false): boolean {
  if (value === "" || value !== value.trim() || value !== value.normalize("NFC")) return false;
  let before = 0;
  for (const character of value) {
    const code = character.codePointAt(0) as number;
    if (!mayStand(code, before, multiline)) return false;
    before = code;
  }
  return true;
}

function mayStand(code: number, before: number, multiline: boolean): boolean {
  if (code === 0x0a) return multiline;
  if (code === 0x200c || code === 0x200d) return within(JOINING, before);
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  const noCharacter = (code & 0xfffe) === 0xfffe;
  return !surrogate && !noCharacter && !within(FORBIDDEN, code);
}
