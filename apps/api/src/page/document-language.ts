import type { Request, Response } from 'express';

import { type LanguageTag, languageTag } from '#words';

import { negotiateLanguage } from '../http/request-language.js';

const COOKIE = /(?:^|;\s*)language=([a-z]+)/;

const YEAR_MS = 365 * 86_400_000;

/** As other answers, but for what the page remembers in a cookie: the language that was once in its address. */
export function documentLanguage(request: Request, response: Response): LanguageTag {
  const [, remembered] = COOKIE.exec(request.headers.cookie ?? '') ?? [];
  const tag = negotiateLanguage(request, response, languageTag(remembered));
  response.vary('Cookie');
  return tag;
}

/** Keeps a choice, as the script of the other documents does (apps/web/src/shared/start.ts): these need none. */
export function remember(request: Request, response: Response): void {
  const chosen = languageTag(request.query['lang']);
  if (chosen === null) return;
  response.cookie('language', chosen, { path: '/', maxAge: YEAR_MS, sameSite: 'lax' });
}
