import type { ScenarioId } from '#scenarios';
import { describe, expect, it } from 'vitest';

import type { Observation } from '../observation.js';

import { judge } from './judge.js';
import { PROVISIONAL_AFTER_MS } from './reading.js';
import type { Conclusion, Outcome, ScenarioState } from './verdict.js';

const START = Date.parse('2026-01-05T10:00:00Z');
const ONE = '192.0.2.1';
const TWO = '192.0.2.2';

/** What was seen at one host: each letter is an observation, a digit behind it the client. */
type Sight =
  | 'none'
  | 'tls'
  | 'clear'
  | 'refused'
  | 'refused-same-client'
  | 'refused,tls-elsewhere'
  | 'refused,tls'
  | 'refused,clear-elsewhere'
  | 'failed';

type Event = Pick<Observation, 'kind' | 'clientAddress' | 'attribution'> & { readonly encrypted: boolean };

const delivered = (encrypted: boolean, clientAddress = ONE): Event => ({
  kind: 'delivered',
  clientAddress,
  attribution: 'exact',
  encrypted,
});
const refused = (attribution: Observation['attribution'] = 'exact'): Event => ({
  kind: 'refused',
  clientAddress: ONE,
  attribution,
  encrypted: true,
});

const EVENTS: Readonly<Record<Sight, readonly Event[]>> = {
  none: [],
  tls: [delivered(true)],
  clear: [delivered(false)],
  refused: [refused()],
  'refused-same-client': [refused('same-client')],
  'refused,tls-elsewhere': [refused(), delivered(true, TWO)],
  'refused,tls': [refused(), delivered(true)],
  'refused,clear-elsewhere': [refused(), delivered(false, TWO)],
  failed: [{ kind: 'tls-failed', clientAddress: ONE, attribution: 'exact', encrypted: false }],
};

let nextId = 1;
function observe(scenario: ScenarioId, { encrypted, ...event }: Event, at: number): Observation {
  return {
    ...event,
    id: nextId++,
    at,
    scenario,
    clientName: 'mail.example',
    tls: encrypted ? { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', serverName: null } : null,
    detail: 'What happened.',
    evidence: null,
  };
}

function see(sights: Readonly<Record<ScenarioId, Sight>>): Observation[] {
  return (Object.entries(sights) as [ScenarioId, Sight][]).flatMap(([scenario, sight]) =>
    EVENTS[sight].map((event, index) => observe(scenario, event, START + index * 1000)),
  );
}

const DO: readonly Sight[] = [
  'none',
  'tls',
  'clear',
  'refused',
  'refused,tls-elsewhere',
  'refused,tls',
  'failed',
];
const DONT: readonly Sight[] = ['none', 'tls', 'clear', 'refused', 'failed'];
const WRONG: readonly Sight[] = [
  'none',
  'tls',
  'clear',
  'refused',
  'refused-same-client',
  'refused,tls-elsewhere',
  'refused,tls',
  'refused,clear-elsewhere',
  'failed',
];
const TIMES = ['early', 'late'] as const;
type Time = (typeof TIMES)[number];

const ARRIVED_TLS: readonly Sight[] = ['tls', 'refused,tls-elsewhere', 'refused,tls'];
const REFUSED: readonly Sight[] = ['refused', 'refused-same-client'];
const SILENT: readonly Sight[] = ['none', 'failed'];
const ANY_TIME = TIMES;
const without = (from: readonly Sight[], ...gone: Sight[]) => from.filter((sight) => !gone.includes(sight));

interface Row {
  readonly do: readonly Sight[];
  readonly dont: readonly Sight[];
  readonly wrong: readonly Sight[];
  readonly time: readonly Time[];
  readonly outcome: Outcome;
  readonly provisional: boolean;
  readonly title: RegExp;
}

const row = (
  [doSights, dont, wrong, time]: readonly [
    readonly Sight[],
    readonly Sight[],
    readonly Sight[],
    readonly Time[],
  ],
  outcome: Outcome,
  certainty: 'final' | 'provisional',
  title: RegExp,
): Row => ({ do: doSights, dont, wrong, time, outcome, provisional: certainty === 'provisional', title });

/** Every combination falls under exactly one row. */
const TABLE: readonly Row[] = [
  row([['none'], ['none'], ['none'], ANY_TIME], 'waiting', 'provisional', /^Waiting for your messages/),

  // Delivered where DANE forbids it: decided at once, whatever else happened.
  row([[...SILENT, 'clear'], [...SILENT, 'clear'], ['clear'], ANY_TIME], 'no-tls', 'final', /without TLS/),
  row(
    [without(DO, 'none', 'clear', 'failed'), DONT, ['clear'], ANY_TIME],
    'does-not-enforce',
    'final',
    /fell back/,
  ),
  row(
    [[...SILENT, 'clear'], without(DONT, 'none', 'clear', 'failed'), ['clear'], ANY_TIME],
    'does-not-enforce',
    'final',
    /fell back/,
  ),
  row([DO, DONT, ['tls'], ANY_TIME], 'does-not-enforce', 'final', /did not enforce DANE$/),
  row(
    [DO, DONT, ['refused,tls-elsewhere', 'refused,clear-elsewhere'], ANY_TIME],
    'does-not-enforce',
    'final',
    /not enforce DANE everywhere/,
  ),
  row([DO, DONT, ['refused,tls'], ANY_TIME], 'does-not-enforce', 'final', /in the end/),

  // In clear to valid DANE.
  row([['clear'], [...SILENT, 'clear'], SILENT, ANY_TIME], 'no-tls', 'final', /without TLS/),
  row(
    [['clear'], without(DONT, 'none', 'clear', 'failed'), SILENT, ANY_TIME],
    'does-not-enforce',
    'final',
    /sent in clear where/,
  ),
  row([['clear'], DONT, REFUSED, ANY_TIME], 'does-not-enforce', 'final', /sent in clear where/),

  // Valid DANE delivered, broken DANE refused: said at once.
  row([ARRIVED_TLS, ['tls', 'clear'], REFUSED, ANY_TIME], 'enforces', 'final', /enforces DANE$/),
  row([ARRIVED_TLS, SILENT, REFUSED, ['early']], 'enforces', 'final', /enforces DANE$/),
  row([ARRIVED_TLS, SILENT, REFUSED, ['late']], 'enforces', 'final', /and seems to demand it/),
  row([ARRIVED_TLS, ['refused'], REFUSED, ANY_TIME], 'enforces', 'final', /and seems to demand it/),

  // Valid DANE delivered, broken DANE silent: open, never decided by silence.
  row([ARRIVED_TLS, DONT, SILENT, ['early']], 'waiting', 'provisional', /seen, waiting for the rest/),
  row(
    [ARRIVED_TLS, ['tls', 'clear'], SILENT, ['late']],
    'waiting',
    'provisional',
    /Nothing seen yet at the host with broken/,
  ),
  row(
    [ARRIVED_TLS, ['none', 'refused', 'failed'], SILENT, ['late']],
    'waiting',
    'provisional',
    /Only the host with valid/,
  ),

  // Valid DANE refused.
  row(
    [['refused'], ['tls', 'clear'], [...SILENT, ...REFUSED], ANY_TIME],
    'refuses-valid',
    'final',
    /refuses a host with valid/,
  ),
  row([['refused'], ['refused'], REFUSED, ANY_TIME], 'inconclusive', 'final', /refuses every host/),
  row([['refused'], ['refused'], SILENT, ['early']], 'waiting', 'provisional', /seen, waiting for the rest/),
  row([['refused'], ['refused'], SILENT, ['late']], 'inconclusive', 'provisional', /Only broken-off/),
  row(
    [['refused'], SILENT, [...SILENT, ...REFUSED], ['early']],
    'waiting',
    'provisional',
    /seen, waiting for the rest/,
  ),
  row(
    [['refused'], SILENT, [...SILENT, ...REFUSED], ['late']],
    'inconclusive',
    'provisional',
    /Only broken-off/,
  ),

  // Valid DANE silent.
  row(
    [SILENT, ['tls', 'clear'], [...SILENT, ...REFUSED], ['early']],
    'waiting',
    'provisional',
    /seen, waiting for the rest/,
  ),
  row(
    [SILENT, ['tls', 'clear'], [...SILENT, ...REFUSED], ['late']],
    'refuses-valid',
    'provisional',
    /Nothing seen yet at the host with valid/,
  ),
  row(
    [SILENT, ['refused'], [...SILENT, ...REFUSED], ['early']],
    'waiting',
    'provisional',
    /seen, waiting for the rest/,
  ),
  row(
    [SILENT, ['refused'], [...SILENT, ...REFUSED], ['late']],
    'inconclusive',
    'provisional',
    /Only broken-off/,
  ),
  row([SILENT, SILENT, REFUSED, ['early']], 'waiting', 'provisional', /seen, waiting for the rest/),
  row([SILENT, SILENT, REFUSED, ['late']], 'inconclusive', 'provisional', /Only broken-off/),

  // Sessions that say nothing about DANE.
  row([['failed'], SILENT, SILENT, ['early']], 'waiting', 'provisional', /seen, waiting for the rest/),
  row([['none'], ['failed'], SILENT, ['early']], 'waiting', 'provisional', /seen, waiting for the rest/),
  row([['none'], ['none'], ['failed'], ['early']], 'waiting', 'provisional', /seen, waiting for the rest/),
  row([['failed'], SILENT, SILENT, ['late']], 'inconclusive', 'provisional', /No session got far enough/),
  row([['none'], ['failed'], SILENT, ['late']], 'inconclusive', 'provisional', /No session got far enough/),
  row([['none'], ['none'], ['failed'], ['late']], 'inconclusive', 'provisional', /No session got far enough/),
];

const COMBINATIONS = DO.flatMap((atDo) =>
  DONT.flatMap((atDont) =>
    WRONG.flatMap((atWrong) => TIMES.map((time) => ({ atDo, atDont, atWrong, time }))),
  ),
);

function judgeAt(sights: Readonly<Record<ScenarioId, Sight>>, time: Time) {
  return judge(see(sights), START + 1000 + (time === 'late' ? PROVISIONAL_AFTER_MS : 0));
}

describe('judge', () => {
  it.each(COMBINATIONS)(
    'do $atDo, dont $atDont, wrong $atWrong, $time',
    ({ atDo, atDont, atWrong, time }) => {
      const rows = TABLE.filter(
        (each) =>
          each.do.includes(atDo) &&
          each.dont.includes(atDont) &&
          each.wrong.includes(atWrong) &&
          each.time.includes(time),
      );
      expect(rows).toHaveLength(1);
      const verdict = judgeAt({ do: atDo, dont: atDont, wrong: atWrong }, time);
      expect(verdict).toMatchObject({ outcome: rows[0]?.outcome, provisional: rows[0]?.provisional });
      expect(verdict.title).toMatch(rows[0]?.title ?? /^$/);
      expect(verdict.explanation).toMatch(/^[A-Z0-9].*[.?]$/);
    },
  );

  it('says so, when the proof is that of the same client only', () => {
    const exact = judgeAt({ do: 'tls', dont: 'tls', wrong: 'refused' }, 'early');
    const sameClient = judgeAt({ do: 'tls', dont: 'tls', wrong: 'refused-same-client' }, 'early');
    expect(exact.explanation).not.toContain('per-check addresses');
    expect(sameClient.explanation).toContain('per-check addresses give exact proof');
  });

  it('names both addresses, when one refused and another delivered', () => {
    const { explanation } = judgeAt({ do: 'tls', dont: 'tls', wrong: 'refused,tls-elsewhere' }, 'early');
    expect(explanation).toContain(`${ONE} broke off`);
    expect(explanation).toContain(`${TWO} delivered`);
  });

  it('changes, when the refused message is delivered days later', () => {
    const observations = see({ do: 'tls', dont: 'tls', wrong: 'refused' });
    const later = START + 3 * 86_400_000;
    expect(judge(observations, later).outcome).toBe('enforces');
    const { outcome, explanation } = judge(
      [...observations, observe('wrong', delivered(true), later)],
      later,
    );
    expect(outcome).toBe('does-not-enforce');
    expect(explanation).toContain('2026-01-05 10:00:00 UTC');
    expect(explanation).toContain('2026-01-08 10:00:00 UTC');
  });

  it('is not changed by sessions still open and by look-ups', () => {
    const observations = see({ do: 'tls', dont: 'tls', wrong: 'none' });
    const open = { ...delivered(true), kind: 'tls-established' as const };
    const asked = { ...delivered(false), kind: 'dns-query' as const };
    const with_ = [...observations, observe('wrong', open, START), observe('wrong', asked, START)];
    expect(judge(with_, START + 5000)).toEqual(judge(observations, START + 5000));
  });
});

describe('judge, in time', () => {
  const silentWrong = see({ do: 'tls', dont: 'tls', wrong: 'none' });

  it('says when silence allows another reading', () => {
    const { changesAt } = judge(silentWrong, START + 1000);
    expect(changesAt).toBe(START + PROVISIONAL_AFTER_MS);
    expect(judge(silentWrong, (changesAt ?? 0) - 1).scenarios.at(2)?.state).toBe('waiting');
    expect(judge(silentWrong, changesAt ?? 0)).toMatchObject({
      outcome: 'waiting',
      provisional: true,
      changesAt: null,
    });
    expect(judge(silentWrong, changesAt ?? 0).scenarios.at(2)?.state).toBe('not-seen');
  });

  it('gives the host that was heard of last its full minute', () => {
    const late = [
      ...silentWrong.slice(0, 1),
      ...silentWrong.slice(1).map((each) => ({ ...each, at: START + 30_000 })),
    ];
    expect(judge(late, START + 61_000).changesAt).toBe(START + 30_000 + PROVISIONAL_AFTER_MS);
  });

  it('does not start the minute before anything was seen, and needs none when all was', () => {
    expect(judge([], START).changesAt).toBeNull();
    expect(judge(see({ do: 'tls', dont: 'tls', wrong: 'refused' }), START + 1).changesAt).toBeNull();
  });

  it.each(['tls', 'refused'] as const)('never turns silence into a final outcome (do %s)', (atDo) => {
    const verdict = judge(see({ do: atDo, dont: 'none', wrong: 'none' }), START + 365 * 86_400_000);
    expect(verdict.provisional).toBe(true);
  });
});

describe('judge, for each scenario', () => {
  const cases: readonly [ScenarioId, Sight, Time, ScenarioState, Conclusion][] = [
    ['do', 'tls', 'early', 'delivered', 'pass'],
    ['do', 'clear', 'early', 'delivered', 'fail'],
    ['do', 'refused', 'early', 'refused', 'fail'],
    ['do', 'refused,tls', 'early', 'delivered', 'pass'],
    ['do', 'refused,tls-elsewhere', 'early', 'delivered', 'fail'],
    ['do', 'failed', 'early', 'waiting', 'waiting'],
    ['do', 'failed', 'late', 'not-seen', 'waiting'],
    ['dont', 'tls', 'early', 'delivered', 'info'],
    ['dont', 'clear', 'early', 'delivered', 'info'],
    ['dont', 'refused', 'early', 'refused', 'info'],
    ['wrong', 'tls', 'early', 'delivered', 'fail'],
    ['wrong', 'clear', 'early', 'delivered', 'fail'],
    ['wrong', 'refused', 'early', 'refused', 'pass'],
    ['wrong', 'refused-same-client', 'early', 'refused', 'pass'],
    ['wrong', 'refused,tls-elsewhere', 'early', 'delivered', 'fail'],
    ['wrong', 'failed', 'late', 'not-seen', 'waiting'],
  ];

  it.each(cases)('%s, %s, %s: %s and %s', (id, sight, time, state, conclusion) => {
    const sights = { do: 'none', dont: 'none', wrong: 'none', [id]: sight } as Record<ScenarioId, Sight>;
    expect(judgeAt(sights, time).scenarios.find((scenario) => scenario.id === id)).toMatchObject({
      state,
      conclusion,
    });
  });

  it('shortens a long list of addresses', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      observe('do', delivered(true, `192.0.2.${index}`), START),
    );
    expect(judge(many, START).scenarios.at(0)?.summary).toBe(
      'Delivered over TLSv1.3 by 192.0.2.0, 192.0.2.1, 192.0.2.2, and 6 more.',
    );
  });
});
