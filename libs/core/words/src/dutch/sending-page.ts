import type { SendingTexts } from '../language.js';
import { GROUP_NAMES, LEVEL_NAMES, OUTCOME_WORDS, SYSTEM_NAMES } from './names.js';
import { log } from './page/log.js';
import { result } from './page/result.js';
import { sending } from './page/sending.js';
import { shared } from './page/shared.js';

export const DUTCH_SENDING: SendingTexts = {
  shared,
  sending,
  result,
  log,
  groups: GROUP_NAMES,
  levels: LEVEL_NAMES,
  outcomes: OUTCOME_WORDS,
  systems: SYSTEM_NAMES,
};
