/**
 * What #probe says beside its findings, in other languages: its libraries know no language but English. A phrase is what they say with
 * `{1}`, `{2}` for what changes.
 */
import { details } from './english/probe/details-phrases.js';
import { progress } from './english/probe/progress-phrases.js';
import { records } from './english/probe/records-phrases.js';

export const PROBE_PHRASES = { progress, records, details };

type Group = keyof typeof PROBE_PHRASES;
export type ProbePhrase<In extends Group = Group> = (typeof PROBE_PHRASES)[In][number];
export type PhraseBook<In extends Group = Group> = Readonly<Record<ProbePhrase<In>, string>>;

interface Entry {
  /** The fixed parts of the phrase, around what changes. */
  readonly parts: readonly string[];
  readonly translation: string;
}

/** A reason within a reason, and no more: the text may hold what a stranger's server said. */
const MOST_NESTED = 4;

/** What is not in the book, such as a name or what another program said, stays as it is. */
export function translator(book: Readonly<Record<string, string>>): (text: string) => string {
  const whole = new Map<string, string>();
  const patterns: Entry[] = [];
  for (const [phrase, translation] of Object.entries(book)) {
    const parts = phrase.split(/\{\d\}/);
    if (parts.length === 1) whole.set(phrase, translation);
    else patterns.push({ parts, translation });
  }
  // What says more is tried first.
  patterns.sort((a, b) => b.parts.join('').length - a.parts.join('').length);

  const translate = (text: string, depth: number): string =>
    depth > MOST_NESTED ? text : (whole.get(text) ?? listed(text, depth) ?? matching(text, depth) ?? text);
  /** Several, one after the other. */
  const listed = (text: string, depth: number): string | undefined => {
    const items = text.split(', ');
    if (items.length === 1) return undefined;
    const translated = items.map((item) => whole.get(item) ?? matching(item, depth));
    return translated.every((item) => item !== undefined) ? translated.join(', ') : undefined;
  };
  const matching = (text: string, depth: number): string | undefined => {
    for (const { parts, translation } of patterns) {
      const found = between(parts, text)?.map((each) => translate(each, depth + 1));
      if (found !== undefined) {
        return translation.replaceAll(/\{(\d)\}/g, (_, number: string) => found[Number(number) - 1] ?? '');
      }
    }
    return undefined;
  };
  return (text) => translate(text, 0);
}

/** What stands between the parts, if the text has all of them in this order; in time that grows with the text alone. */
function between(parts: readonly string[], text: string): string[] | undefined {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return undefined;
  const found: string[] = [];
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from + 1);
    if (at < 0) return undefined;
    found.push(text.slice(from, at));
    from = at + part.length;
  }
  const end = text.length - last.length;
  if (end <= from) return undefined;
  return [...found, text.slice(from, end)];
}
