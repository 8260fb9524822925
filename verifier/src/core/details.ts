// Results in the English sentences of codes.json, as both commands write them and as a page saves them (VER-19). A page
// says what was found in words of its own, so it loads this part only when somebody saves a result.
import { DETAILS } from "../generated/details.ts";
import type { JsonObject } from "./json.ts";
import { fillNames, type Outcome, type Result } from "./result.ts";

/** The sentence of an outcome's code with its names filled in. */
export function detailOf({ code, names }: Pick<Outcome, "code" | "names">): string {
  return fillNames(DETAILS[code], names);
}

/** The result as one JSON object, members as VER-19 has them. */
export function asJson({ input, verdict, checks, credential, data_as_of }: Result): JsonObject {
  const outcomes = checks.map((found) => ({ check: found.check, code: found.code, state: found.state, detail: detailOf(found) }));
  return { input, verdict, checks: outcomes, credential, data_as_of };
}
