/** The texts of the pages to read; `ReaderTexts`, the type for the other languages, is made of them. */
import { SCENARIOS, type ScenarioId } from '#scenarios';

import { faq } from './help/faq.js';
import { glossary } from './help/glossary.js';
import { GROUP_NAMES, LEVEL_NAMES } from './names.js';
import { reader } from './page/reader.js';

/** What a scenario shows when a sender does otherwise. */
const shows = Object.fromEntries(SCENARIOS.map(({ id, shows }) => [id, shows])) as Readonly<
  Record<ScenarioId, string>
>;

export const ENGLISH_READER = { reader, faq, glossary, groups: GROUP_NAMES, levels: LEVEL_NAMES, shows };
