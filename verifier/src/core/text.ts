// Text that may be signed (TXT-1 to TXT-5), by the tables that both verifiers read.
import { FORBIDDEN, JOINING } from "../generated/text.ts";

/** What may not stand: forbidden, half or no characters, and a joiner that follows none of its scripts. */
const FAULT = new RegExp(`[${FORBIDDEN}\\p{Surrogate}\\p{Noncharacter_Code_Point}]|(?:^|[^${JOINING}])[\\u200c\\u200d]`, "u");

/** Whether `value` may be signed; `multiline` allows U+000A (TXT-4). */
export function isSignable(value: string, multiline = false): boolean {
  // A line feed that is allowed stands for nothing more than a space does.
  const line = multiline ? value.replaceAll("\n", " ") : value;
  return value !== "" && value === value.trim() && !FAULT.test(line) && value === value.normalize("NFC");
}

const PATTERNS = new Map<string, RegExp>();

/** Whether all of `value` is of a pattern of the tables; each is made ready once. */
export function matches(value: string, pattern: string): boolean {
  const found = PATTERNS.get(pattern) ?? new RegExp(`^(?:${pattern})$`);
  PATTERNS.set(pattern, found);
  return found.test(value);
}
