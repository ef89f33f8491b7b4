import { SCENARIOS, type ScenarioId } from '#scenarios';

import type { Language, ScenarioText } from '../language.js';
import { advice } from './advice.js';
import { deeds, findings, reported } from './findings.js';
import { headline, meaning, mtaSts, overall } from './headlines.js';
import { listed } from './lists.js';
import { messages } from './messages.js';
import { policyCache } from './policies.js';

/** The table of scenarios is written in English. */
const scenarios = Object.fromEntries(
  SCENARIOS.map(({ id, title, summary }) => [id, { title, summary }]),
) as Record<ScenarioId, ScenarioText>;

export const ENGLISH: Language = {
  tag: 'en',
  list: listed,
  headline,
  overall,
  meaning,
  mtaSts,
  policyCache,
  messages,
  findings,
  deeds,
  reported,
  advice,
  scenarios,
  detail: (observation) => observation.detail,
};
