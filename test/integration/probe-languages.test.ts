/** Probes and problems in every language: each finding and each phrase, with the same facts as in English. */
import { describe, expect, it } from 'vitest';

import {
  LANGUAGE_TAGS,
  type LanguageTag,
  PROBE_LANGUAGES,
  PROBLEM_BOOKS,
  PROBLEM_DETAILS,
  PROBLEM_TITLES,
  probeIn,
  problemIn,
} from '#words';

import { finding, phrase, PROBE_PHRASES } from '#probe';
import { detail, DETAILS } from '#text';
import { problem } from '../../apps/api/src/problem/problems.js';
import { FINDING_FACTS } from '../support/finding-facts.js';
import { isEnglish } from '../support/is-english.js';

type Book = Readonly<Record<string, string>>;

const places = (text: string): string => (text.match(/\{\d\}/g) ?? []).sort().join();

/** What names or numbers may be alone. */
function expectTranslated(own: Book, english: Book, tag: LanguageTag): void {
  expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort());
  for (const [code, text] of Object.entries(own)) {
    expect(places(text), code).toBe(places(english[code] ?? ''));
    expect(isEnglish(text.replaceAll(/\{\d\}/g, ''), tag), text).toBe(false);
    if (/[a-z]{2} [a-z]{2}/.test(text)) expect(text).not.toBe(english[code]);
  }
}

it('knows each code once', () => {
  expect(Object.keys(DETAILS).filter((code) => code in PROBE_PHRASES)).toEqual([]);
});

describe.each(LANGUAGE_TAGS.filter((tag) => tag !== 'en'))('a probe in %s', (tag) => {
  it('has every finding with its facts, in whole sentences', () => {
    for (const code of Object.keys(FINDING_FACTS) as (keyof typeof FINDING_FACTS)[]) {
      // Each with its own facts, which the compiler cannot see where it goes through all of them.
      const english = finding(code, FINDING_FACTS[code] as never);
      const { text, advice } = probeIn(english, tag);
      const names = (said: string): string[] =>
        [...new Set(said.match(/192\.0\.2\.\d+|\w+\.test\b|`[^`]+`|2026-\d\d-\d\dT[\d:.]+Z/g))].sort();
      expect(names(text), code).toEqual(names(english.text));
      expect(names(advice ?? ''), code).toEqual(names(english.advice ?? ''));
      expect(advice === null, code).toBe(english.advice === null);
      expect(`${text} ${advice ?? ''}`, code).not.toMatch(/undefined|\[object| {2}|\.\./);
      expect(text, code).not.toBe(english.text);
      expect(isEnglish(text, tag), text).toBe(false);
      expect(isEnglish(advice ?? '', tag), advice ?? '').toBe(false);
    }
  });

  it('has every phrase, with the same places', () => {
    expectTranslated(PROBE_LANGUAGES[tag]?.phrases ?? {}, { ...DETAILS, ...PROBE_PHRASES }, tag);
  });

  it('has every problem of the API', () => {
    const book = PROBLEM_BOOKS[tag];
    expectTranslated(book?.titles ?? {}, PROBLEM_TITLES, tag);
    expectTranslated(book?.details ?? {}, PROBLEM_DETAILS, tag);
    const said = problemIn(problem('method-not-allowed', 'methods', 'GET, HEAD'), tag);
    expect(said).toMatchObject({ code: 'methods', title: book?.titles['method-not-allowed'] });
    expect(said.detail).toContain('GET, HEAD');
  });

  it('puts phrases within phrases', () => {
    const silent = detail('dns-server', '192.0.2.53', detail('dns-silent'));
    const refused = detail('dns-server', '192.0.2.54', detail('dns-refused'));
    const said = probeIn(phrase('sender-at', '192.0.2.1', detail('all', [silent, refused])), tag);
    expect(said.text).toMatch(/^bi?j?e?i? ?192\.0\.2\.1: 192\.0\.2\.53 .+, 192\.0\.2\.54 /);
    expect(isEnglish(said.text, tag)).toBe(false);
  });

  it('leaves what others said, and what was stored before there were codes', () => {
    const old = { steps: [{ text: 'no answer' }], error: 'no answer', facts: { detail: 'no answer' } };
    expect(probeIn(old, tag)).toEqual(old);
    const said = probeIn(detail('verbatim', 'no answer'), tag);
    expect(said.text).toBe('no answer');
  });
});
