/** Probes in every language: each finding and each phrase, and that nothing #probe and its clients say is forgotten. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import {
  LANGUAGE_TAGS,
  PROBE_LANGUAGES,
  PROBE_PHRASES,
  PROBLEM_BOOKS,
  problemIn,
  type ProbeSpeaker,
  probeSpeaker,
} from '#words';

import { finding } from '#probe';
import { PROBLEMS } from '../../apps/api/src/problem/problems.js';
import { FINDING_FACTS } from '../support/finding-facts.js';
import { isEnglish } from '../support/is-english.js';

const PHRASES: readonly string[] = Object.values(PROBE_PHRASES).flat();

/** Everything that a reader may get to see beside findings: literals under these names and as arguments of these functions. */
const SAID =
  /\b(?:(?:detail|reason|text|refusal|error)(?:: | = |\) => )|(?:notKnown|either|invalid|finish|fail|malformed|notChecked|onStep|failureStep|lostSenders|tooLong|endedWith|conclude)\((?:probe, |'\w+', )?)(?:[\w.?[\]]+ \?\? )?(['`])((?:(?!\1)[^\n\\])* (?:(?!\1)[^\n\\])*)\1/g;

const SPEAKING = [
  'libs/protocol/probe/src',
  'libs/protocol/smtp-client/src',
  'libs/protocol/mta-sts/src',
  'libs/protocol/dns/src/stub',
  'libs/protocol/dns/src/message',
  'libs/protocol/dns/src/transport',
  'apps/api/src/probes',
];
const SPEAKING_FILES = [
  'libs/protocol/tlsrpt/src/tls-rpt-record.ts',
  'libs/protocol/dane/src/verify/openssl-verify.ts',
  'libs/protocol/dane/src/verify/trust-anchors.ts',
  'libs/protocol/dns/src/name-servers/ask-name-server.ts',
];

function sources(): string[] {
  const found = SPEAKING.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(
        (name) =>
          name.endsWith('.ts') && !name.endsWith('.test.ts') && !/findings\/|validation-check/.test(name),
      )
      .map((name) => join(folder, name)),
  );
  return [...found, ...SPEAKING_FILES].map((file) => readFileSync(file, 'utf8'));
}

function speakerOf(tag: (typeof LANGUAGE_TAGS)[number]): ProbeSpeaker {
  const speaker = probeSpeaker(tag);
  if (speaker === null) throw new Error(`#probe speaks ${tag} itself`);
  return speaker;
}

describe('the book of phrases', () => {
  it('has nothing that is not said any more', () => {
    const all = sources().join('\n').replaceAll('\\', '');
    const stale = PHRASES.filter((phrase) =>
      phrase
        .split(/\{\d\}/)
        .some((part) => part.trim().length > 3 && !all.includes(part.trim().replace(/[.,]$/, ''))),
    );
    expect(stale).toEqual([]);
  });
});

describe.each(LANGUAGE_TAGS.filter((tag) => tag !== 'en'))('a probe in %s', (tag) => {
  const speaker = speakerOf(tag);

  it('has every finding with its facts, in whole sentences', () => {
    for (const code of Object.keys(FINDING_FACTS) as (keyof typeof FINDING_FACTS)[]) {
      // Each with its own facts, which the compiler cannot see where it goes through all of them.
      const english = finding(code, FINDING_FACTS[code] as never);
      const { text, advice } = speaker.finding(english);
      const names = (said: string): string[] =>
        [...new Set(said.match(/192\.0\.2\.\d+|\w+\.test\b|`[^`]+`|2026-\d\d-\d\dT[\d:.]+Z/g))].sort();
      expect(names(text), code).toEqual(names(english.text));
      expect(names(advice ?? ''), code).toEqual(names(english.advice ?? ''));
      expect(advice === null, code).toBe(english.advice === null);
      expect(`${text} ${advice ?? ''}`, code).not.toMatch(/undefined|\[object| {2}|\.\./);
      if (code === 'rollover-not-ready') continue;
      expect(text, code).not.toBe(english.text);
      expect(isEnglish(text, tag), text).toBe(false);
      expect(isEnglish(advice ?? '', tag), advice ?? '').toBe(false);
    }
  });

  it('has every phrase, with what changes in it', () => {
    const book: Readonly<Record<string, string>> = PROBE_LANGUAGES[tag]?.phrases ?? {};
    const places = (text: string): string => (text.match(/\{\d\}/g) ?? []).sort().join();
    for (const [phrase, translation] of Object.entries(book)) {
      if (phrase !== '{1} sent a message that {2}') expect(places(translation), phrase).toBe(places(phrase));
      expect(isEnglish(translation.replaceAll(/\{\d\}/g, ''), tag), translation).toBe(false);
    }
  });

  it('knows what #probe and its clients say', () => {
    const said = sources().flatMap((source) =>
      [...source.matchAll(SAID)].map(([, , text = '']) =>
        text.replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '7'),
      ),
    );
    expect(said.length).toBeGreaterThan(100);
    // What a DNS client says follows the name of a server.
    const isSaid = (text: string): boolean =>
      [text, `192.0.2.53 ${text}`].some(
        (each) => speaker.phrase(each) !== each && !isEnglish(speaker.phrase(each), tag),
      );
    const isName = (text: string): boolean => !/[a-z]{2}/.test(text) || text === '7, depth 7';
    expect(said.filter((text) => !isName(text) && !isSaid(text))).toEqual([]);
  });

  it.each([
    ['at 192.0.2.1: does not deliver: DNS answers fail', /^bei 192|^bij 192/],
    [
      '192.0.2.53 did not answer in time, 192.0.2.54 refused the connection',
      /192\.0\.2\.53 .+, .*192\.0\.2\.54 /,
    ],
    ['Postfix, Exim: delivers, authenticated.', /^Postfix, Exim: .*\.$/],
    ['ns.test [192.0.2.1] (none)', /^ns\.test \[192\.0\.2\.1\] \((?:keine|geen)\)$/],
  ])('puts together what was said together: %s', (text, expected) => {
    expect(speaker.phrase(text)).toMatch(expected);
    expect(isEnglish(speaker.phrase(text), tag)).toBe(false);
  });

  it('leaves what others said, however long', () => {
    expect(speaker.phrase('CERTIFICATE_VERIFY_FAILED')).toBe('CERTIFICATE_VERIFY_FAILED');
    const long = 'a: '.repeat(20_000);
    expect(speaker.phrase(long)).toBe(long);
  });
});

describe.each(LANGUAGE_TAGS.filter((tag) => tag !== 'en'))('the problems of the API in %s', (tag) => {
  const detailIn = (detail: string): string => problemIn({ title: '', detail }, tag).detail;

  it('are whole, with what changes in them', () => {
    for (const [phrase, translation] of Object.entries(PROBLEM_BOOKS[tag] ?? {})) {
      expect(isEnglish(translation, tag), translation).toBe(false);
      expect(translation).not.toBe(phrase);
    }
    for (const { title } of Object.values(PROBLEMS)) {
      expect(problemIn({ title, detail: '' }, tag).title, title).not.toBe(title);
    }
  });

  it('have a sentence for what visitors may meet', () => {
    const files = ['problem/problems.ts', 'problem/exception-problem.ts', 'probes/mail-domain.ts'];
    const said = [...files, 'security/rate-limit.guard.ts'].flatMap((file) =>
      [...readFileSync(`apps/api/src/${file}`, 'utf8').matchAll(/(['`])([A-Z](?:(?!\1).){12,}\.)\1/g)].map(
        ([, , text = '']) => text.replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '7'),
      ),
    );
    expect(said.length).toBeGreaterThan(15);
    expect(said.filter((text) => detailIn(text) === text || isEnglish(detailIn(text), tag))).toEqual([]);
  });
});
