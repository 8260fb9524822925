// The names of the months stand among the words, so that a phone need not wait for `Intl`: it says the same.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load, ROOT } from "./load.mjs";

const { writtenDate } = await load("page/calendar.ts");
const { withinCalendar } = await load("core/dates.ts");
const FOLDER = join(ROOT, "spec/messages");
/** Where a language is written as it is in one place. */
const LOCALES = { en: "en-GB", ms: "ms-MY", ar: "ar-EG" };

for (const file of readdirSync(FOLDER)) {
  const language = file.replace(".json", "");
  test(`every month in ${language} is that of CLDR`, () => {
    assert.ok(language in LOCALES, `name a locale for ${language} here`);
    const months = JSON.parse(readFileSync(join(FOLDER, file), "utf8"))["dates.months"];
    assert.equal(months.split(" ").length, 12);
    const format = new Intl.DateTimeFormat(`${LOCALES[language]}-u-ca-gregory-nu-latn`, { dateStyle: "long", timeZone: "UTC" });
    for (let month = 1; month <= 12; month += 1) {
      for (const [year, day] of [["2026", month], ["0999", 28], ["9998", 15]]) {
        const date = [year, ...[month, day].map((part) => String(part).padStart(2, "0"))].join("-");
        assert.equal(writtenDate(date, months), format.format(new Date(`${date}T00:00:00Z`)));
      }
    }
  });
}

test("what is no date stays what it is", () => {
  for (const text of ["", "soon", "2026-13-01", "2026-00-01"]) assert.equal(writtenDate(text, "January February"), text);
  assert.equal(writtenDate("2026-01-02", ""), "2026-01-02");
});

test("an absurd clock is one end of the calendar, and so is none at all", () => {
  const [first, last] = [Date.parse("0002-01-01T00:00:00Z"), Date.UTC(9998, 11, 31)];
  assert.deepEqual([-Infinity, NaN, Infinity, 0, first].map(withinCalendar), [first, first, last, 0, first]);
});
