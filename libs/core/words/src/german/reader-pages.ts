import type { ReaderTexts } from '../language.js';
import { faq } from './help/faq.js';
import { glossary } from './help/glossary.js';
import { GROUP_NAMES, LEVEL_NAMES } from './names.js';
import { reader } from './page/reader.js';
import { shows } from './shows.js';

export const GERMAN_READER: ReaderTexts = {
  reader,
  faq,
  glossary,
  groups: GROUP_NAMES,
  levels: LEVEL_NAMES,
  shows,
};
