// Results in the English sentences of codes.json, as both commands write them and as a page saves them (VER-19). A page
// says what was found in words of its own, so it loads this part only when somebody saves a result.
import { containers, kinds, no_reason } from "../../../spec/codes.json";
import { DETAILS } from "../generated/details.ts";
import type { Container, Kind } from "./codes.ts";
import type { JsonObject } from "./json.ts";
import { fillNames, type Names, type Outcome, type Result } from "./result.ts";

/** The kinds of input in the order of `kinds` of codes.json. */
const KINDS: readonly Kind[] = ["card", "json", "presentation", "record"];

/** The sentence of an outcome's code with its names filled in (VER-20). */
export function detailOf({ code, names }: Pick<Outcome, "code" | "names">): string {
  const said = { ...names };
  if (code === "parse") said["kind"] = kindOf(names);
  if (names["reason"] === "") said["reason"] = no_reason;
  return fillNames(DETAILS[code], said);
}

function kindOf({ kind, container }: Names): string {
  const word = kinds[KINDS.indexOf(kind as Kind)] as string;
  return container === undefined ? word : `${word}, ${containers[container as Container]}`;
}

/** The result as one JSON object, members as VER-19 has them. */
export function asJson({ input, verdict, checks, credential, data_as_of }: Result): JsonObject {
  const outcomes = checks.map((found) => ({ check: found.check, code: found.code, state: found.state, detail: detailOf(found) }));
  return { input, verdict, checks: outcomes, credential, data_as_of };
}
