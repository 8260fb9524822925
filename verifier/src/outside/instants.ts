// Times as strangers write them: any zone, any fraction of a second (RFC 3339; VER-26).
import { type Json, text } from "../core/json.ts";

const FORM =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Whole seconds since 1970 UTC of a time with its zone, the fraction dropped; undefined for anything else. */
export function secondsOf(value: Json | undefined): number | undefined {
  const found = FORM.exec(text(value) ?? "");
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const [sign, awayHours, awayMinutes] = [found[7], Number(found[8] ?? 0), Number(found[9] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || awayHours > 14 || awayMinutes > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (year === 0 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const away = (awayHours * 60 + awayMinutes) * 60 * (sign === "-" ? -1 : 1);
  return date.getTime() / 1_000 + hour * 3_600 + minute * 60 + second - away;
}
