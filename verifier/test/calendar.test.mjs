// The names of the months stand among the words, so that a phone need not wait for `Intl`: it says the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load, ROOT } from "./load.mjs";

const LOCALES = { en: "en-GB", ms: "ms-MY", ar: "ar-EG" };

for (const [language, locale] of Object.entries(LOCALES)) {
  test(`every month in ${language} is that of CLDR`, async () => {
    const { writtenDate } = await load("page/calendar.ts");
    const months = JSON.parse(readFileSync(join(ROOT, "spec/messages", `${language}.json`), "utf8"))["dates.months"];
    const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, { dateStyle: "long", timeZone: "UTC" });
    for (let month = 1; month <= 12; month += 1) {
      const date = `2026-${String(month).padStart(2, "0")}-${String(month).padStart(2, "0")}`;
      assert.equal(writtenDate(date, months), format.format(new Date(`${date}T00:00:00Z`)));
    }
  });
}
