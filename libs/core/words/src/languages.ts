/** The languages that verdicts and the pages are written in, by their tags (BCP 47). Everything else is English. */
import { DUTCH } from './dutch/dutch.js';
import { DUTCH_FIXES } from './dutch/fixes/index.js';
import { DUTCH_PROBE } from './dutch/probe/index.js';
import { DUTCH_READER } from './dutch/reader-pages.js';
import { ENGLISH } from './english/english.js';
import { FIXES } from './english/fixes/index.js';
import { ENGLISH_READER } from './english/reader-pages.js';
import { GERMAN_FIXES } from './german/fixes/index.js';
import { GERMAN } from './german/german.js';
import { GERMAN_PROBE } from './german/probe/index.js';
import { GERMAN_READER } from './german/reader-pages.js';
import type { FixGuides } from './fix-guide.js';
import type { Language, ProbeLanguage, ReaderTexts } from './language.js';

export const LANGUAGE_TAGS = ['en', 'de', 'nl'] as const;
export type LanguageTag = (typeof LANGUAGE_TAGS)[number];

export const LANGUAGES: Readonly<Record<LanguageTag, Language>> = { en: ENGLISH, de: GERMAN, nl: DUTCH };

export const GUIDES: Readonly<Record<LanguageTag, FixGuides>> = {
  en: FIXES,
  de: GERMAN_FIXES,
  nl: DUTCH_FIXES,
};

export const READER_TEXTS: Readonly<Record<LanguageTag, ReaderTexts>> = {
  en: ENGLISH_READER,
  de: GERMAN_READER,
  nl: DUTCH_READER,
};

/** Null where #probe says it itself. */
export const PROBE_LANGUAGES: Readonly<Record<LanguageTag, ProbeLanguage | null>> = {
  en: null,
  de: GERMAN_PROBE,
  nl: DUTCH_PROBE,
};

/** The tag itself, where it is one of ours; null otherwise. */
export function languageTag(text: unknown): LanguageTag | null {
  return LANGUAGE_TAGS.find((tag) => tag === text) ?? null;
}
