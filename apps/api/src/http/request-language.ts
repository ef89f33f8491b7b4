import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { Request, Response } from 'express';

import { LANGUAGE_TAGS, type LanguageTag, languageTag } from '#words';

/**
 * In which language an answer is written: `?lang=` says so, or else what was remembered, or else Accept-Language (RFC 9110 §12.5.4), or
 * else it is English.
 */
export function negotiateLanguage(
  request: Request,
  response: Response,
  remembered: LanguageTag | null = null,
): LanguageTag {
  const accepted = request.acceptsLanguages([...LANGUAGE_TAGS]);
  const tag = languageTag(request.query['lang']) ?? remembered ?? languageTag(accepted) ?? 'en';
  response.vary('Accept-Language').set('Content-Language', tag);
  return tag;
}

/** A parameter with the language of the answer. */
export const InLanguage = createParamDecorator((_: unknown, context: ExecutionContext): LanguageTag => {
  const http = context.switchToHttp();
  return negotiateLanguage(http.getRequest<Request>(), http.getResponse<Response>());
});
