/** The texts of the page that tests sending; `SendingTexts`, the type for the other languages, is made of them. */
import { GROUP_NAMES, LEVEL_NAMES, OUTCOME_WORDS, SYSTEM_NAMES } from './names.js';
import { log } from './page/log.js';
import { result } from './page/result.js';
import { sending } from './page/sending.js';
import { shared } from './page/shared.js';

export const ENGLISH_SENDING = {
  shared,
  sending,
  result,
  log,
  groups: GROUP_NAMES,
  levels: LEVEL_NAMES,
  outcomes: OUTCOME_WORDS,
  systems: SYSTEM_NAMES,
};
