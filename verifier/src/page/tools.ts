// What the page hands to those of its parts that are loaded when they are used, so that none brings a copy of its own.
import { answersShown, check, newSource, onAnswers } from "./desk.ts";
import { byId, drawing, el, isolated } from "./dom.ts";
import { explain, sayOutcome } from "./explain.ts";
import { take } from "./form.ts";
import { find, language, loadLaterWords, onLanguage, say, sayDate, sayNames } from "./messages.ts";
import { base, registryName } from "./registry.ts";
import { startWorker } from "./scripts.ts";
import { symbol } from "./symbols.ts";
import { newSlot, showResult } from "./view.ts";

export const tools = {
  answersShown,
  base,
  byId,
  check,
  drawing,
  el,
  explain,
  find,
  isolated,
  language,
  loadLaterWords,
  newSlot,
  newSource,
  onAnswers,
  onLanguage,
  registryName,
  say,
  sayDate,
  sayNames,
  sayOutcome,
  showResult,
  startWorker,
  symbol,
  take,
};

/** A part imports this type and nothing else of the page at run time. */
export type Tools = typeof tools;
