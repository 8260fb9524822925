// What became of an issuer since, told beside a result: it never takes part in the verdict (LKP-15).
import { isDate } from "../core/dates.ts";
import { isObject, type Json, type JsonObject, text } from "../core/json.ts";
import type { Issuer } from "../core/lookup.ts";
import { el, filled, isolated } from "./dom.ts";
import { find, language, sayDate } from "./messages.ts";
import { nameIn } from "./names.ts";

/** One thing to tell. `former` is the name in the credential; `name` the present one, or that of the provider merged into. */
export interface Note {
  kind: string;
  day: string;
  name: string;
  former: string;
}

/** Kinds of events that are told for as long as no later one ends them. */
const LASTING: readonly string[] = ["suspended", "closed", "merged"];

/** What to tell of `issuer` beside a credential that calls it `signed`, in names of the language `tag`. */
export function notesOn(issuer: Issuer, issuers: readonly Issuer[], signed: string, tag: string): Note[] {
  const events = tellable(issuer.events);
  return [...renaming(issuer, events, signed, tag), ...standing(events, issuers, tag)];
}

function renaming(issuer: Issuer, events: readonly JsonObject[], signed: string, tag: string): Note[] {
  const renamings = events.filter(({ kind }) => kind === "renamed");
  const last = renamings.at(-1);
  const wasItsName = renamings.some(({ former_name: names }) => isObject(names) && Object.values(names).includes(signed));
  if (last === undefined || !wasItsName || Object.values(issuer.name).includes(signed)) return [];
  return [{ kind: "renamed", day: text(last["day"]) ?? "", name: nameIn(issuer.name, tag), former: signed }];
}

function standing(events: readonly JsonObject[], issuers: readonly Issuer[], tag: string): Note[] {
  const last = events.filter(({ kind }) => kind !== "renamed").at(-1);
  const kind = text(last?.["kind"]) ?? "";
  if (last === undefined || !LASTING.includes(kind)) return [];
  const into = text(last["into"]) ?? "";
  const other = issuers.find(({ id }) => id === into);
  return [{ kind, day: text(last["day"]) ?? "", name: (other && nameIn(other.name, tag)) || into, former: "" }];
}

/** The events that can be told: a site may publish what it likes. */
function tellable(events: Json | undefined): JsonObject[] {
  const listed = Array.isArray(events) ? events.filter(isObject) : [];
  return listed.filter(({ kind, day }) => typeof kind === "string" && isDate(text(day) ?? ""));
}

/** The notes as lines, each name kept apart in its own direction. */
export function issuerNotes(issuer: Issuer | undefined, issuers: readonly Issuer[], signed: string): HTMLElement[] {
  if (issuer === undefined) return [];
  return notesOn(issuer, issuers, signed, language()).map((note) =>
    el("small", { class: `issuer-note ${note.kind}` }, ...sentence(find(`provider.${note.kind}`) ?? "", note)),
  );
}

function sentence(message: string, { day, name, former }: Note): (Node | string)[] {
  return filled(message, { day: sayDate(day), name: isolated(name), former: isolated(former) });
}
