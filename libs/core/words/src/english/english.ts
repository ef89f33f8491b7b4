import type { Language } from '../language.js';
import { advice } from './advice.js';
import { deeds, findings } from './findings.js';
import { headline } from './headlines.js';
import { listed } from './lists.js';
import { messages } from './messages.js';

export const ENGLISH: Language = { tag: 'en', list: listed, headline, messages, findings, deeds, advice };
