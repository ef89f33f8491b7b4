import { type LanguageTag, languageTag } from '#words';

import type { LiveSocket } from './socket.types.js';

/** The page says in its handshake which language it is in. */
export function languageOf({ handshake }: Pick<LiveSocket, 'handshake'>): LanguageTag {
  return languageTag(handshake.query['lang']) ?? 'en';
}
