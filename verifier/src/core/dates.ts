// Calendar dates as `YYYY-MM-DD` texts, days since 2020-01-01 in binary formats, and today in a provider's zone.

const DAY = 86_400_000;
const EPOCH = Date.UTC(2020, 0, 1);

/** Whether `text` is a day of the proleptic Gregorian calendar, year 1 to 9999. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith("0000")) return false;
  // A day that its month has not is taken for one of the next month, or for none.
  return new Date(`${text}T00:00:00Z`).getUTCDate() === Number(text.slice(8));
}

export function dayNumber(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - EPOCH) / DAY;
}

export function dateOfDay(day: number): string {
  return dateAt(EPOCH + day * DAY);
}

/** The date in UTC at a moment in milliseconds. */
export function dateAt(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** Milliseconds of `YYYY-MM-DDTHH:MM:SSZ`; undefined for any other text. */
export function timeOf(text: string | undefined): number | undefined {
  const isTime = text !== undefined && isDate(text.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/.test(text.slice(10));
  return isTime ? Date.parse(text) : undefined;
}

const CALENDAR = [Date.UTC(9998, 11, 31), Date.parse("0002-01-01T00:00:00Z")] as const;

/** A time, or the end of the calendar that it lies beyond: an absurd clock is no reason to stop. */
export function withinCalendar(time: number): number {
  return time > CALENDAR[1] ? Math.min(time, CALENDAR[0]) : CALENDAR[1]; // what is no number lies before it
}

/** What writes dates in a zone: it costs more to make than all else that a check of dates does. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** The date at the moment `now` (milliseconds) in an IANA time zone (VER-11). */
export function today(now: number, zone: string): string {
  const format = FORMATS.get(zone) ?? dateFormat(zone);
  FORMATS.set(zone, format);
  const [month, day, year = ""] = format.format(now).split("/");
  return `${year.padStart(4, "0")}-${month}-${day}`;
}

/** Throws RangeError for what is no zone. */
function dateFormat(zone: string): Intl.DateTimeFormat {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, calendar: "gregory", numberingSystem: "latn", year: "numeric", month: "2-digit", day: "2-digit",
  }); // prettier-ignore
  const { timeZone } = format.resolvedOptions();
  // A name in other letters, large for small, is no zone: not every verifier would know it.
  if (timeZone !== zone && timeZone.toLowerCase() === zone.toLowerCase()) throw new RangeError(zone);
  return format;
}

export const DAYS = DAY;
