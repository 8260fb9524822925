// The ten checks, one function each, in the order of VER-2. Each looks at a case and says what it found.
import { type Case, vouchedStart } from "./case.ts";
import { CHECKS, type Check, type Code } from "./codes.ts";
import { dateAt, dateOfDay, DAYS, isDate, today } from "./dates.ts";
import { equalJson } from "./jcs.ts";
import { type Json, text } from "./json.ts";
import { type Names, type Outcome, outcome, shown } from "./result.ts";
import { at } from "./template.ts";

/** The outcomes of all checks in their order. */
export function runChecks(found: Case): Outcome[] {
  return CHECKS.map((check) => {
    if (check !== "parse" && found.payload.parse.state === "failed") return outcome(check, "blocked");
    return (check in ON_DATA ? onData(check, found) : undefined) ?? JUDGES[check](found);
  });
}

/** The checks that need published data; the value says whether a card without its template still runs it. */
const ON_DATA: Partial<Record<Check, boolean>> = {
  issuer: false, signature: false, registered: false, definition: true, authority: false, state: false, validity: false,
}; // prettier-ignore

/** What all checks on published data have in common (VER-4, VER-14, VER-21, VER-23); undefined: go on. */
function onData(check: Check, found: Case): Outcome | undefined {
  const looksUp = check === "registered" || check === "definition";
  if (found.withoutHash && (looksUp || check === "signature")) return outcome(check, "browser-too-old");
  if (found.withoutHash && (check === "authority" || check === "state" || found.payload.card)) {
    return outcome(check, "blocked");
  }
  if (found.directory === undefined) return outcome(check, "data-missing");
  if (found.payload.card !== undefined && found.group === undefined) return outcome(check, "data-missing");
  if (found.outside) return found.strangers?.[check] ?? outcome(check, "issuer-outside");
  if (found.credential === undefined && ON_DATA[check] !== true) return outcome(check, "blocked");
  return undefined;
}

/** 1: the input is read, within its limits (VER-3). */
const parse = ({ payload }: Case): Outcome => payload.parse;

/** 2: exact context and closed shape; of a card its one spelling (VER-5). */
function shape({ outside, rebuilt, credential, shape: fault, directory }: Case): Outcome {
  if (outside) return outcome("shape", "issuer-outside");
  if (rebuilt?.misspelt === true) return outcome("shape", "card-misspelt");
  if (credential === undefined) return outcome("shape", "blocked");
  if (fault === undefined) return outcome("shape", "shape");
  // Whether our shape is to be asked of it at all is known only with the list of our issuers.
  if (directory === undefined) return outcome("shape", "blocked");
  return outcome("shape", fault.code, { where: fault.where });
}

/** 3: the issuer is a provider of this registry (VER-4, VER-6). */
function issuer(found: Case): Outcome {
  if (found.issuerId === undefined) return outcome("issuer", "blocked");
  if (found.issuer === undefined) return absent(found, "issuer", "issuer-unknown", { provider: shown(found.provider ?? "") });
  return outcome("issuer", "issuer", { provider: found.issuer.id });
}

/** 4: every proof is a good signature by a key of the issuer (VER-7). */
function signature(found: Case): Outcome {
  const { proofs, rebuilt, payload } = found;
  if (proofs === undefined) return outcome("signature", "blocked");
  if (payload.card && rebuilt?.hasKey === false) {
    return absent(found, "signature", "key-unknown", { key: `number ${payload.card.keyNumber}` });
  }
  const all = proofs.map(({ code, key }) =>
    code === "key-unknown" ? absent(found, "signature", code, { key }) : outcome("signature", code, { key }),
  );
  const worst = all.find(({ state }) => state === "failed") ?? all.find(({ state }) => state === "not_run");
  return worst ?? all[0] ?? outcome("signature", "proof-missing");
}

/** 5: the hash is registered by this issuer for this MC version (VER-8). */
function registered(found: Case): Outcome {
  if (found.issuerId === undefined || found.achievementId === undefined) return outcome("registered", "blocked");
  if (found.group === undefined || found.rows === undefined) return outcome("registered", "data-missing");
  if (found.rows.rows.length === 0) return absent(found, "registered", "not-registered");
  if (found.row === undefined) return outcome("registered", "registered-elsewhere");
  return outcome("registered", "registered", { day: found.row.day });
}

/** 6: a template of this issuer, MC and version rebuilds the credential exactly (VER-9). */
function definition(found: Case): Outcome {
  const { credential, group, awards } = found;
  if (found.rebuilt?.hasTemplate === false) return absent(found, "definition", "template-unknown");
  if (found.issuerId === undefined || found.achievementId === undefined || credential === undefined) {
    return outcome("definition", "blocked");
  }
  if (group === undefined) return outcome("definition", "data-missing");
  if (found.definition) return outcome("definition", "definition", { version: String(found.definition.version) });
  const templates = awards.flatMap((award) => award.templates.flatMap((digest) => group.templates.get(digest) ?? []));
  const achievement = (document: Json): Json | undefined => at(document, "/credentialSubject/achievement");
  const own = achievement(credential);
  const isPublished = templates.some((template) => equalJson(achievement(template.credential), own));
  if (templates.length > 0 && !isPublished) return outcome("definition", "definition-mismatch");
  return absent(found, "definition", "template-unknown");
}

/** 7: the provider was allowed to award this MC then (VER-10). */
function authority(found: Case): Outcome {
  if (found.award === undefined) return withoutRow(found, "authority");
  return outcome("authority", found.award.authorised ? "authority" : "authority-missing");
}

/** 8: not revoked, suspended or replaced (VER-11). */
function state(found: Case): Outcome {
  const { row } = found;
  if (row === undefined) return withoutRow(found, "state");
  if (row.state !== "active") return outcome("state", row.state, { day: row.stateDay, reason: row.reason });
  const age = freshness(found);
  return age.code === "data-stale" ? outcome("state", "data-stale", age.names) : outcome("state", "state");
}

/** 9: today, in the issuer's zone, lies within its dates (VER-11). */
function validity({ credential, issuer: known, now }: Case): Outcome {
  const from = dayOf(credential?.["validFrom"], "T00:00:00Z");
  const end = credential?.["validUntil"];
  const until = end === undefined ? "9999-12-31" : dayOf(end, "T23:59:59Z");
  if (known === undefined || from === undefined || until === undefined) return outcome("validity", "blocked");
  const on = (date: string | undefined): Code =>
    date === undefined ? "data-missing" : from > date ? "not-yet-valid" : until < date ? "expired" : "validity";
  // No zone is a whole day from UTC, and to find out about one costs more than all else that is checked.
  const [before, after] = [on(dateAt(now - DAYS)), on(dateAt(now + DAYS))];
  const code = before === after ? before : on(todayIn(known.zone, now));
  return outcome("validity", code, code === "expired" ? { day: until } : code === "not-yet-valid" ? { day: from } : {});
}

/** 10: the data is of one publication, and new enough (VER-16). */
function freshness({ directory, mixed, now }: Case): Outcome {
  if (directory === undefined) return outcome("freshness", "data-missing");
  if (mixed) return outcome("freshness", "data-mixed");
  if (directory.date === undefined) return outcome("freshness", "data-missing");
  const day = dateAt(directory.date);
  if (now < directory.date - DAYS) return outcome("freshness", "clock-wrong");
  if (now - directory.date > directory.freshnessDays * DAYS) {
    return outcome("freshness", "data-stale", { day, limit: String(directory.freshnessDays) });
  }
  return outcome("freshness", "freshness", { day });
}

const JUDGES: Record<Check, (found: Case) => Outcome> = {
  parse, shape, issuer, signature, registered, definition, authority, state, validity, freshness,
}; // prettier-ignore

/**
 * What is absent counts against the credential only in fresh data that was asked for now, and not while it may still
 * come (VER-12, VER-13).
 */
function absent(found: Case, check: Check, code: Code, names: Names = {}): Outcome {
  if (found.directory?.kept === true || freshness(found).state !== "passed") return outcome(check, "data-older");
  const mayCome = code === "not-registered" || code === "template-unknown";
  return mayCome && isLate(found) ? outcome(check, "not-registered-yet") : outcome(check, code, names);
}

function isLate(found: Case): boolean {
  const card = found.rebuilt?.hasTemplate === false ? found.payload.card : undefined;
  const start = card ? Date.parse(dateOfDay(card.validFrom)) : vouchedStart(found);
  const date = found.directory?.date;
  return start !== undefined && date !== undefined && date - 14 * DAYS < start && start <= found.now + DAYS;
}

function withoutRow(found: Case, check: Check): Outcome {
  return outcome(check, registered(found).code === "data-missing" ? "data-missing" : "blocked");
}

function dayOf(value: Json | undefined, end: string): string | undefined {
  const whole = text(value) ?? "";
  const day = whole.slice(0, 10);
  return whole === day + end && isDate(day) ? day : undefined;
}

function todayIn(zone: string, now: number): string | undefined {
  try {
    return today(now, zone);
  } catch {
    return undefined;
  }
}
