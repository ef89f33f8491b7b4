/** Probes in every language: each finding and each phrase, and that nothing #probe and its clients say is forgotten. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parseSync, Visitor } from 'rolldown/utils';
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

const SPEAKING = [
  'libs/protocol/probe/src',
  'libs/protocol/smtp-client/src',
  'libs/protocol/mta-sts/src',
  'libs/protocol/dns/src',
  'libs/protocol/dane/src/verify',
  'apps/api/src/probes',
];
const SPEAKING_FILES = ['libs/protocol/tlsrpt/src/tls-rpt-record.ts'];

/**
 * Findings have texts of their own, and so have problems; the API's documentation is English; extended errors are names that RFC 8914
 * registers; a message out of bounds has one sentence for all. The others are for `havedane doctor`.
 */
const NOT_SPEAKING =
  /\.test\.ts$|findings\/|mail-domain|probes\.controller|extended-error|message-bounds|validation-check|find-zone|system-servers/;

/** Names, and what is written to other programs. */
const NOT_SAID =
  /^RFC \d|^Exchange Online$|^EHLO 7$|^(?:RSA|ECDSA) (?:with|7)|^-----|^(?:This|Next) Update$| IN TLSA |, depth 7$|^7, DANE: 7$|^the application is closing$|^ and the $/;

function sources(): string[] {
  const found = SPEAKING.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((name) => name.endsWith('.ts') && !NOT_SPEAKING.test(name)),
  );
  return [...found, ...SPEAKING_FILES].map((file) => readFileSync(file, 'utf8'));
}

/** `logStoreError(…)`, `this.logger.error(…)`. */
const LOGS = /^log|(?:^|\.)logger\./;

/** Every text of several words in a source, with 7 for what changes in it, except in the log and in errors that are thrown. */
function textsIn(source: string): string[] {
  const texts: string[] = [];
  let ignored = 0;
  const isLog = ({ callee }: { callee: { start: number; end: number } }): boolean =>
    LOGS.test(source.slice(callee.start, callee.end));
  const hear = (text: string): void => {
    if (ignored === 0 && /[a-z]{2}[^ ]* | [a-z]{2}/i.test(text) && !NOT_SAID.test(text)) texts.push(text);
  };
  new Visitor({
    ThrowStatement: () => (ignored += 1),
    'ThrowStatement:exit': () => (ignored -= 1),
    CallExpression: (call) => isLog(call) && (ignored += 1),
    'CallExpression:exit': (call) => isLog(call) && (ignored -= 1),
    Literal: ({ value }) => typeof value === 'string' && hear(value),
    TemplateLiteral: ({ quasis }) => hear(quasis.map(({ value }) => value.cooked).join('7')),
  }).visit(parseSync('source.ts', source).program);
  return texts;
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
    const said = sources().flatMap(textsIn);
    expect(said.length).toBeGreaterThan(150);
    // Some are the end or the beginning of a sentence; what a DNS client says follows the name of a server.
    const isSaid = (text: string): boolean =>
      [text, `7${text}`, `${text}7`, `7${text}.`, `192.0.2.53 ${text}`].some(
        (each) => speaker.phrase(each) !== each && !isEnglish(speaker.phrase(each), tag),
      );
    expect(said.filter((text) => !isSaid(text))).toEqual([]);
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
