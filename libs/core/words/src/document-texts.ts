/** By language; the build of the page reads this file alone. */
import { document as dutch } from './dutch/page/document.js';
import { document as english } from './english/page/document.js';
import { document as german } from './german/page/document.js';
import type { DocumentTexts } from './language.js';
import type { LanguageTag } from './languages.js';

export const DOCUMENT_TEXTS: Readonly<Record<LanguageTag, DocumentTexts>> = {
  en: english,
  de: german,
  nl: dutch,
};
