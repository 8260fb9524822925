// What the page hands to those of its parts that are loaded when they are used, so that none brings a copy of its own.
import { copyButton } from "./copy.ts";
import { answersShown, check, newSource, onAnswers } from "./desk.ts";
import { byId, drawing, el, filled, isolated } from "./dom.ts";
import { explain, sayOutcome } from "./explain.ts";
import { take } from "./form.ts";
import { linkOf } from "./link.ts";
import { find, language, loadLaterWords, onLanguage, say, sayDate, sayNames } from "./messages.ts";
import { address, base, build, commit, registryName } from "./registry.ts";
import { BUILD, scriptAddress, startWorker } from "./scripts.ts";
import { symbol } from "./symbols.ts";
import { newSlot, showResult } from "./view.ts";

export const tools = {
  address,
  answersShown,
  base,
  build,
  bundle: BUILD,
  byId,
  check,
  commit,
  copyButton,
  drawing,
  el,
  explain,
  filled,
  find,
  isolated,
  language,
  linkOf,
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
  scriptAddress,
  showResult,
  startWorker,
  symbol,
  take,
};

/** A part imports this type and nothing else of the page at run time. */
export type Tools = typeof tools;
