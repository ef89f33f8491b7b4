/** Whether a translation was left in English. */
import type { LanguageTag } from '#words';

/** Settings, names of menus, and what software prints stay as they are. */
const QUOTED = /`[^`]*`|“[^”]*”|„[^“]*“|<code>.*?<\/code>|\S+ › [^.,:;]*|Secure transport[^.]*|MAIL FROM/gs;
const ENGLISH_WORDS =
  /\b(the|your|you|and|did|does|this|from|which|with|not|our|server's|records|host with)\b/i;

/** English words that a language has taken over, and names. */
const BORROWED: Partial<Record<LanguageTag, RegExp>> = { nl: /\brecords\b/g };
const NAMES = /DNS-based Authentication of Named Entities/g;

export function isEnglish(text: string, tag: LanguageTag): boolean {
  const own = text
    .replace(QUOTED, '')
    .replace(NAMES, '')
    .replace(BORROWED[tag] ?? '', '');
  return ENGLISH_WORDS.test(own);
}

/** The texts of an HTML document that were left in English. */
export function englishIn(html: string, tag: LanguageTag): string[] {
  return html
    .replaceAll(/<(code|style|script)\b.*?<\/\1>/gs, '')
    .split(/<[^>]*>/)
    .map((text) => text.replaceAll(/\s+/g, ' ').trim())
    .filter((text) => isEnglish(text, tag));
}
