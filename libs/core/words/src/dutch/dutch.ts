import type { Language } from '../language.js';
import { advice } from './advice.js';
import { detail } from './details.js';
import { deeds, findings, reported } from './findings.js';
import { headline, meaning, mtaSts, overall } from './headlines.js';
import { listed } from './lists.js';
import { messages } from './messages.js';
import { policyCache } from './policies.js';
import { scenarios } from './scenarios.js';

export const DUTCH: Language = {
  tag: 'nl',
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
  detail,
};
