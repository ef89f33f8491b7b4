import type { Request, Response } from 'express';

import { LANGUAGE_TAGS, type LanguageTag, languageTag } from '#words';

const COOKIE = /(?:^|;\s*)language=([a-z]+)/;

/**
 * In which language a document is sent: the one in its address, which the page then remembers in a cookie, or the one remembered, or
 * the one that the browser prefers.
 */
export function documentLanguage(request: Request, response: Response): LanguageTag {
  const [, remembered] = COOKIE.exec(request.headers.cookie ?? '') ?? [];
  const accepted = request.acceptsLanguages([...LANGUAGE_TAGS]);
  const tag = languageTag(request.query['lang']) ?? languageTag(remembered) ?? languageTag(accepted) ?? 'en';
  response.vary('Accept-Language').vary('Cookie').set('Content-Language', tag);
  return tag;
}
