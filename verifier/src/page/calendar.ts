// Dates as people write them, for the page and for the box on other people's pages.

/**
 * A date `YYYY-MM-DD` in words: day, month, year, in the Gregorian calendar and European digits; `months` are the names of
 * the months, a space between two. `Intl` says the same (a test compares), but its first use takes a phone longer than the
 * whole check of a credential.
 */
export function writtenDate(date: string, months: string): string {
  const [year, month, day] = date.split("-").map(Number);
  const name = months.split(" ")[Number(month) - 1];
  return name ? `${day} ${name} ${year}` : date;
}
