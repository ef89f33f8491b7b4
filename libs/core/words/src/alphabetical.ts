import type { ReaderTexts } from './language.js';

/** The glossary as a reader of that language looks things up. */
export function alphabetical(
  glossary: ReaderTexts['glossary'],
  tag: string,
): { readonly term: string; readonly meaning: string }[] {
  return Object.values(glossary).sort((a, b) => a.term.localeCompare(b.term, tag));
}
