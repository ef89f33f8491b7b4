/** Every language whole: each code and each text, with the same facts as in English, and nothing left in English. */
import { describe, expect, it } from 'vitest';

import { isEnglish } from '../../../../test/support/is-english.js';

import {
  ADVICE,
  FINDINGS,
  HEADLINE_KINDS,
  type HeadlineFacts,
  type Message,
  OUTCOMES,
  type OverallFacts,
  type PolicyCache,
  READINGS,
} from '#checks';
import { SCENARIOS } from '#scenarios';

import {
  DOCUMENT_TEXTS,
  DUTCH_RECEIVING,
  DUTCH_SENDING,
  ENGLISH,
  ENGLISH_RECEIVING,
  ENGLISH_SENDING,
  FIX_SYSTEMS,
  FIX_TOPICS,
  GERMAN_RECEIVING,
  GERMAN_SENDING,
  GUIDES,
  LANGUAGES,
  LANGUAGE_TAGS,
  READER_TEXTS,
  type LanguageTag,
  say,
  scenarioText,
} from './index.js';

type Texts = readonly (readonly [name: string, text: string])[];

const PAGES: Readonly<Record<LanguageTag, readonly [object, object]>> = {
  en: [ENGLISH_SENDING, ENGLISH_RECEIVING],
  de: [GERMAN_SENDING, GERMAN_RECEIVING],
  nl: [DUTCH_SENDING, DUTCH_RECEIVING],
};

const MX1 = 'mx1.example.net (192.0.2.1)';
const MX2 = 'mx2.example.net (2001:db8::2)';
const REPLY = '550 5.7.1 No';

/** What a statement may be about; the type of each is checked where it is used. */
const FACTS = {
  who: [MX1],
  refused: [MX2],
  delivered: [MX1],
  deliveredAt: 1_000_000,
  refusedAt: 2_000_000,
  at: 3_000_000,
  firstAt: 4_000_000,
  later: 'withdrawn',
  mail: 'now',
  changesAt: 5_000_000,
  from: 6_000_000,
  until: 7_000_000,
  scenario: 'SCENARIO',
  how: 'tls',
  isSure: true,
  inClear: true,
  isLong: true,
  trouble: 'rejected',
  reply: REPLY,
  host: 'broken',
  hosts: ['valid', 'broken'],
  versions: ['TLSv1.3'],
  pattern: 'alias-not-followed',
  reference: 'REFERENCE',
  deeds: [{ deed: 'delivered', hosts: ['valid', 'plain'] }],
  detail: '',
};

const FINDING_FACTS = {
  who: MX1,
  versions: ['TLSv1.3'],
  names: ['mx1.example.net'],
  reply: REPLY,
  reached: 'mail',
  isOverTls: true,
  fetchedBy: ['192.0.2.1'],
  detail: '',
} as const;

const PHASE_FACTS = (['none', 'withdrawn'] as const).flatMap((later) =>
  (['now', 'again', 'later'] as const).map((mail) => ({ ...FACTS, later, mail })),
);

const FETCHED = {
  scenario: 'sts-good',
  clientAddress: '192.0.2.1',
  fetchedAt: 1_000_000,
  endsAt: 2_000_000,
} as const;
const CACHES: readonly PolicyCache[] = [
  { policies: [], isOlder: false, hasEnded: false },
  { policies: [], isOlder: false, hasEnded: true },
  { policies: [FETCHED], isOlder: false, hasEnded: false },
  { policies: [FETCHED, FETCHED], isOlder: true, hasEnded: false },
];

function headlineFacts(reading: HeadlineFacts['reading']): HeadlineFacts {
  const servers = [MX1, MX2];
  return { reading, servers, proven: [MX1], failed: [MX2], seen: 'nothing', deliveredFirst: true };
}

const OVERALL: readonly OverallFacts[] = HEADLINE_KINDS.flatMap((kind) => {
  if (kind === 'dane-alone') return [];
  return [true, false].flatMap((isSameServers) =>
    [true, false].map((byPolicy) => ({
      ...{ kind, byPolicy, isSameServers, daneWins: byPolicy, policyWins: false },
      ...{ dane: headlineFacts('delivered-everywhere'), policyServers: [MX1] },
    })),
  );
});

function verdictTexts(tag: LanguageTag): Texts {
  const language = LANGUAGES[tag];
  const codes = Object.keys(ENGLISH.messages) as (keyof typeof ENGLISH.messages)[];
  return [
    ...READINGS.map((reading) => [reading, language.headline(headlineFacts(reading))] as const),
    ...OVERALL.map((facts, index) => [`overall ${index}`, language.overall(facts)] as const),
    ...OUTCOMES.flatMap((outcome) =>
      [true, false].map(
        (provisional) => [`MTA-STS ${outcome}`, language.mtaSts({ outcome, provisional })] as const,
      ),
    ),
    ['meaning', language.meaning('dane', { policyWins: false })] as const,
    ...[true, false].map((policyWins) => ['meaning', language.meaning('mta-sts', { policyWins })] as const),
    ...codes.map((code) => {
      const facts = code === 'enforced' ? { ...FACTS, hosts: 2 } : FACTS;
      return [code, say({ code, facts } as unknown as Message, language)] as const;
    }),
    ...FINDINGS.map((finding) => [finding, language.findings[finding](FINDING_FACTS)] as const),
    ...ADVICE.map((code) => [code, language.advice[code]] as const),
    ...[...PHASE_FACTS].map(
      (facts, index) => [`phases ${index}`, language.messages['policy-phases'](facts)] as const,
    ),
    ...CACHES.map((cache, index) => [`cache ${index}`, language.policyCache(cache)] as const),
    ...Object.entries(language.deeds),
    ...Object.entries(language.reported),
    ...SCENARIOS.flatMap((scenario) => Object.entries(scenarioText(scenario, language))),
  ];
}

function guideTexts(tag: LanguageTag): Texts {
  return FIX_SYSTEMS.flatMap((system) => {
    const { about, topics } = GUIDES[tag][system];
    const steps = FIX_TOPICS.flatMap((topic) =>
      topics[topic].map(({ text }) => [`${system} ${topic}`, text] as const),
    );
    return [[system, about] as const, ...steps];
  });
}

/** Functions are called with numbers, which stand for names as well. */
function leaves(name: string, value: unknown): Texts {
  if (typeof value === 'string') return [[name, value]];
  if (typeof value === 'function') return leaves(name, (value as (...facts: number[]) => unknown)(7, 8, 9));
  return Object.entries(value as object).flatMap(([key, each]) => leaves(`${name}.${key}`, each));
}

const allTexts = (tag: LanguageTag): Texts => [
  ...verdictTexts(tag),
  ...guideTexts(tag),
  ...leaves('page', PAGES[tag]),
  ...leaves('document', DOCUMENT_TEXTS[tag]),
  ...leaves('reader', READER_TEXTS[tag]),
];

it.each([
  'delivered-at',
  'failed-unmeasured',
  'policy-not-given',
  'refused-at',
  'not-required-failed',
] as const)('%s names the scenario in its own language', (code) => {
  const message = { code, facts: { ...FACTS, scenario: 'mx-wrong' } } as Message;
  for (const tag of LANGUAGE_TAGS)
    expect(say(message, LANGUAGES[tag])).toContain(LANGUAGES[tag].scenarios['mx-wrong'].title);
});

describe.each(LANGUAGE_TAGS.filter((tag) => tag !== 'en'))('%s', (tag) => {
  const english = allTexts('en');
  const texts = allTexts(tag);

  it('has every text', () => {
    expect(texts.map(([name]) => name)).toEqual(english.map(([name]) => name));
    expect(
      texts.filter(([, text]) => text.trim() === '' || /undefined|null|\{\{|\[object/.test(text)),
    ).toEqual([]);
  });

  it('leaves nothing in English', () => {
    expect(texts.filter(([, text]) => isEnglish(text, tag))).toEqual([]);
    const long = english.filter(([, text], at) => text === texts[at]?.[1] && /[a-z] [a-z]/.test(text));
    expect(long).toEqual([]);
  });

  it('names what English names', () => {
    const facts =
      /192\.0\.2\.1|2001:db8::2|mx\d\.example\.net|550 5\.7\.1 No|TLSv1\.3|\d{4}-\d\d-\d\d [\d:]+ UTC|SCENARIO|REFERENCE|RFC \d+(?: §[\d.]*\d)?|`[^`]+`/g;
    const named = (text: string): string[] => [...new Set(text.match(facts) ?? [])].sort();
    const differing = english.flatMap(([name, text], at) =>
      JSON.stringify(named(text)) === JSON.stringify(named(texts[at]?.[1] ?? ''))
        ? []
        : [[name, text, texts[at]?.[1]]],
    );
    expect(differing).toEqual([]);
  });

  it('has an own sentence for every kind of observation', () => {
    const base = { tls: null, query: null, evidence: null, detail: 'The client left.' };
    for (const kind of Object.keys(ENGLISH_SENDING.log.kinds)) {
      const text = LANGUAGES[tag].detail({ ...base, kind } as Parameters<typeof ENGLISH.detail>[0]);
      expect(text, kind).toMatch(/^\p{Lu}.*\.$/u);
      expect(isEnglish(text, tag), kind).toBe(false);
    }
  });
});
