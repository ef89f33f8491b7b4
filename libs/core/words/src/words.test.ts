import { describe, expect, it } from 'vitest';

import { START, history } from '../../../../test/support/check-history.js';

import { ADVICE, FINDINGS, READINGS, judge, type HeadlineFacts } from '#checks';

import {
  ENGLISH,
  FIXES,
  FIX_SYSTEMS,
  FIX_TOPICS,
  fillIn,
  guessSystem,
  knownFailures,
  LANGUAGES,
  type Language,
  rfcLink,
  say,
  sayAll,
} from './index.js';

const LATE = START + 86_400_000;
const ONE = ['mx1.example.net'];
const TWO = [...ONE, 'mx2.example.net'];

function headlineOf(...story: string[]): string {
  return say({ code: 'headline', facts: judge(history(...story), LATE).headline }, ENGLISH);
}

describe('the headline on both mechanisms', () => {
  const CONTROLS = ['mx1 delivers do', 'mx1 delivers dont', 'mx1 delivers sts-good', 'mx1 delivers sts-none'];
  const overallOf = (language: Language, ...story: readonly string[]): string => {
    const { overall } = judge(history(...CONTROLS, ...story), LATE);
    return overall === null ? 'none' : language.overall(overall);
  };
  const [DANE, NO_DANE] = ['mx1 refuses wrong', 'mx1 delivers wrong'];
  const [STS, NO_STS] = ['mx1 refuses sts-cert same-client', 'mx1 delivers sts-cert'];

  it.each([
    [[NO_DANE, STS], 'mx1.example.net enforces MTA-STS only; DANE is not used'],
    [[DANE, STS], 'mx1.example.net enforces DANE and MTA-STS'],
    [
      [DANE, STS, 'mx1 refuses sts-dane same-client'],
      'mx1.example.net enforces DANE and MTA-STS; DANE takes precedence',
    ],
    [[DANE, NO_STS], 'mx1.example.net enforces DANE, but not MTA-STS'],
    [[NO_DANE, NO_STS], 'mx1.example.net enforces neither DANE nor MTA-STS'],
    [
      [DANE, STS, 'mx1 delivers sts-dane'],
      'mx1.example.net did not enforce DANE everywhere; MTA-STS is enforced',
    ],
    [
      [NO_DANE, STS, 'mx2 delivers do', 'mx2 delivers wrong'],
      'mx1.example.net and mx2.example.net did not enforce DANE; mx1.example.net enforces MTA-STS',
    ],
    [[STS], 'none'],
  ])('of %j says what is used', (story, text) => {
    expect(overallOf(ENGLISH, ...story)).toBe(text);
  });

  it('is there in each language', () => {
    expect(overallOf(LANGUAGES.de, NO_DANE, STS)).toBe(
      'mx1.example.net setzt nur MTA-STS durch; DANE wird nicht verwendet',
    );
    expect(overallOf(LANGUAGES.nl, NO_DANE, STS)).toBe(
      'mx1.example.net dwingt alleen MTA-STS af; DANE wordt niet gebruikt',
    );
  });
});

describe('the headline', () => {
  it.each([
    [['mx1 delivers do', 'mx1 delivers dont', 'mx1 refuses wrong'], 'mx1.example.net enforces DANE'],
    [['mx1 delivers do', 'mx1 delivers wrong'], 'mx1.example.net did not enforce DANE'],
    [
      ['mx1 delivers do', 'mx2 delivers do', 'mx1 refuses wrong', 'mx2 delivers wrong'],
      '1 of 2 servers enforces DANE; mx2.example.net did not',
    ],
    [
      ['mx1 delivers do', 'mx1 delivers dont', 'mx2 delivers do', 'mx1 refuses wrong', 'mx2 refuses wrong'],
      'mx1.example.net and mx2.example.net enforce DANE',
    ],
    [
      ['mx1 delivers do', 'mx2 delivers do', 'mx1 refuses wrong'],
      '1 of 2 servers enforces DANE; mx2.example.net is not proven yet',
    ],
    [['mx1 delivers do clear', 'mx1 delivers wrong clear'], 'mx1.example.net sends without TLS'],
    [['mx1 delivers dont', 'mx1 refuses do'], 'mx1.example.net refuses a host with valid DANE'],
    [[], 'Waiting for your message'],
  ])('of %j names the servers', (story, text) => {
    expect(headlineOf(...story)).toBe(text);
  });

  it.each(READINGS)('%s has one for no server, one and many', (reading) => {
    for (const servers of [[], ONE, TWO, [...TWO, '192.0.2.3']]) {
      const facts: HeadlineFacts = {
        reading,
        servers,
        proven: servers.slice(1),
        failed: servers.slice(0, 1),
        seen: 'nothing',
        deliveredFirst: true,
      };
      expect(ENGLISH.headline(facts)).toMatch(/^[A-Za-z0-9][^{}]*[A-Za-z0-9]$/);
    }
  });
});

describe('mail in the clear', () => {
  const verdictOf = (...story: string[]) => judge(history(...story), LATE);
  const IN_CLEAR = ['mx1 delivers do in clear', 'mx1 delivers wrong in clear'];

  it('comes with advice to turn TLS on, where nobody tried it', () => {
    const { advice, messages } = verdictOf(...IN_CLEAR);
    expect(advice).toEqual(['turn-on-tls']);
    expect(sayAll(messages, ENGLISH)).not.toContain('tried TLS');
  });

  it('says what went wrong with TLS, and how to repair it, where it was tried', () => {
    const { advice, messages } = verdictOf('mx1 fails do', ...IN_CLEAR, 'mx1 fails wrong');
    expect(advice).toEqual(['repair-tls']);
    expect(sayAll(messages, ENGLISH)).toContain(
      'It tried TLS first, and sent in the clear when that failed. What happened.',
    );
  });
});

describe('texts', () => {
  it('are sentences, for every finding and advice', () => {
    const facts = {
      who: 'mx1.example.net (192.0.2.1)',
      versions: ['TLSv1.3'],
      names: ONE,
      reply: '550 5.7.1 No',
      reached: null,
      isOverTls: true,
      fetchedBy: ['192.0.2.1'],
      detail: 'The handshake failed.',
    };
    const nameless = { ...facts, names: [], reply: null };
    for (const finding of FINDINGS) {
      expect(ENGLISH.findings[finding](facts), finding).toMatch(/^[A-Z“m].*[.”]$/);
      expect(ENGLISH.findings[finding](nameless), finding).toMatch(/^(?!.*(?: {2}| [.,:;]))[A-Z“m].*[.”]$/);
    }
    for (const code of ADVICE) expect(ENGLISH.advice[code], code).toMatch(/^[A-Z].*\.$/);
  });

  it('names servers, reply and time in a paragraph', () => {
    const { messages } = judge(history('mx1 delivers do', 'mx1 delivers dont', 'mx1 errs wrong'), LATE);
    expect(sayAll(messages, ENGLISH)).toBe(
      'The other messages arrived, this one did not. At the host with broken DANE, mx1.example.net (192.0.2.1) connected but no message was accepted: our first error reply was “552 5.3.4 Message too big”. That says nothing about DANE. A refusal or a delivery will settle it, even hours from now.',
    );
  });

  it('cuts long lists', () => {
    expect(ENGLISH.list(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, and 2 more');
  });
});

describe('the fix guides', () => {
  it.each(FIX_SYSTEMS)('%s has a step for every topic, and ends its sentences', (system) => {
    const { about, topics } = FIXES[system];
    expect(about).toMatch(/\.$/);
    for (const topic of FIX_TOPICS) {
      expect(topics[topic].length, topic).toBeGreaterThan(0);
      for (const { text, code } of topics[topic]) {
        expect(text).toMatch(code === undefined ? /\.$/ : /[.:?]$/);
        const filled = fillIn(code ?? '', { valid: 'v.example', broken: 'b.example', token: 't' });
        expect(filled).not.toMatch(/\{(valid|broken|token)\}/);
      }
    }
  });
});

describe('guessSystem', () => {
  it.each([
    [['mail-db8eur05on2096.outbound.protection.outlook.com'], 'exchange-online'],
    [[null, 'mail-ed1-f41.google.com.'], 'gmail-hosted'],
    [['postfix.example.org', null], 'postfix'],
    [['notgoogle.com', 'mx1.example.net'], null],
    [[], null],
  ])('%j is %s', (names, system) => {
    expect(guessSystem(names)).toBe(system);
  });
});

describe('rfcLink', () => {
  it.each([
    ['RFC 7672 §2.2', 'https://www.rfc-editor.org/rfc/rfc7672#section-2.2'],
    ['RFC 7671', 'https://www.rfc-editor.org/rfc/rfc7671'],
    ['the custom of the land', null],
  ])('links %s', (reference, href) => {
    expect(rfcLink(reference)).toBe(href);
  });
});

describe('knownFailures', () => {
  const refused = (usage: 2 | 3) => ({
    expected: 'refused' as const,
    tlsa: [
      {
        usage,
        selector: 1 as const,
        matchingType: 1 as const,
        subject: 'ca' as const,
        data: 'corrupted' as const,
      },
    ],
  });

  it('names Sendmail where there is no record that it knows', () => {
    expect(knownFailures(refused(2))).toContain('sendmail');
    expect(knownFailures(refused(3))).not.toContain('sendmail');
  });

  it('names nobody where delivering is right', () => {
    expect(knownFailures({ ...refused(3), expected: 'delivered' })).toEqual([]);
  });
});
