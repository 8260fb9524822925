// What the page hands to those of its parts that are loaded when they are used, so that none brings a copy of its own.
// Modules that use them are among those that they come from, so what stands here is declared as `function`, not `const`.
import { answersShown, areMany, check, documentsAtHand, giveWay, onAnswers, openData, showAnswer } from "./desk.ts";
import { save } from "./download.ts";
import { byId, el, filled, isolated } from "./dom.ts";
import { explain, isProven, sayOutcome } from "./explain.ts";
import { contents } from "./form.ts";
import { find, language, loadLaterWords, onLanguage, say, sayDate, sayDay } from "./messages.ts";
import { readPictures } from "./pictures.ts";
import { address, base, build, commit, registryName } from "./registry.ts";
import { BUILD, scriptAddress, startWorker } from "./scripts.ts";
import { drawAge, drawNotice } from "./surround.ts";
import { symbol } from "./symbols.ts";
import { newSlot } from "./view.ts";

export const tools = {
  address,
  answersShown,
  areMany,
  base,
  build,
  bundle: BUILD,
  byId,
  check,
  commit,
  contents,
  documentsAtHand,
  drawAge,
  drawNotice,
  el,
  explain,
  filled,
  find,
  giveWay,
  isolated,
  isProven,
  language,
  loadLaterWords,
  newSlot,
  onAnswers,
  onLanguage,
  openData,
  readPictures,
  registryName,
  save,
  say,
  sayDate,
  sayDay,
  sayOutcome,
  scriptAddress,
  showAnswer,
  startWorker,
  symbol,
};

/** A part imports this type and nothing else of the page at run time. */
export type Tools = typeof tools;
