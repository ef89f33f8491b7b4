import type { Request, Response } from 'express';

import { type LanguageTag, languageTag } from '#words';

import { negotiateLanguage } from '../http/request-language.js';

const COOKIE = /(?:^|;\s*)language=([a-z]+)/;

/** As other answers, but for what the page remembers in a cookie: the language that was once in its address. */
export function documentLanguage(request: Request, response: Response): LanguageTag {
  const [, remembered] = COOKIE.exec(request.headers.cookie ?? '') ?? [];
  const tag = negotiateLanguage(request, response, languageTag(remembered));
  response.vary('Cookie');
  return tag;
}
