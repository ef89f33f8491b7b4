import type { ScenarioId } from '#scenarios';
import { describe, expect, it } from 'vitest';

import {
  COMBINATIONS,
  DO,
  DONT,
  ONE,
  START,
  TIMES,
  TROUBLE,
  TWO,
  WRONG,
  delivered,
  judgeAt,
  observe,
  refused,
  see,
  type Sight,
  type Time,
} from '../../../../../test/support/check-sights.js';

import { judge } from './judge.js';
import { PROVISIONAL_AFTER_MS } from './reading.js';
import type { Conclusion, Outcome, ScenarioState } from './verdict.js';

const ARRIVED_TLS: readonly Sight[] = ['tls', 'refused,tls-elsewhere', 'refused,tls'];
/** What came after the release changes nothing about the outcome. */
const LET_THROUGH: readonly Sight[] = ['refused,spare', 'refused,spare-elsewhere'];
const REFUSED: readonly Sight[] = ['refused', 'refused-same-client', ...LET_THROUGH, 'refused,spare-refused'];
const WRONG_ARRIVED: readonly Sight[] = [
  'tls',
  'clear',
  'refused,tls-elsewhere',
  'refused,tls',
  'refused,clear-elsewhere',
  'refused,spare,tls',
  'refused,spare,clear-elsewhere',
];
const SILENT: readonly Sight[] = ['none', ...TROUBLE];
/** A delivery to the spare proves nothing where the refusal was not seen. */
const WRONG_SILENT: readonly Sight[] = [...SILENT, 'spare'];
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
  row([without(DO, ...SILENT, 'clear'), DONT, ['clear'], ANY_TIME], 'does-not-enforce', 'final', /fell back/),
  row(
    [[...SILENT, 'clear'], without(DONT, ...SILENT, 'clear'), ['clear'], ANY_TIME],
    'does-not-enforce',
    'final',
    /fell back/,
  ),
  row([DO, DONT, ['tls'], ANY_TIME], 'does-not-enforce', 'final', /did not enforce DANE$/),
  row(
    [
      DO,
      DONT,
      ['refused,tls-elsewhere', 'refused,clear-elsewhere', 'refused,spare,clear-elsewhere'],
      ANY_TIME,
    ],
    'does-not-enforce',
    'final',
    /not enforce DANE everywhere/,
  ),
  row([DO, DONT, ['refused,tls', 'refused,spare,tls'], ANY_TIME], 'does-not-enforce', 'final', /in the end/),

  // In clear to valid DANE.
  row([['clear'], [...SILENT, 'clear'], SILENT, ANY_TIME], 'no-tls', 'final', /without TLS/),
  row(
    [['clear'], without(DONT, ...SILENT, 'clear'), SILENT, ANY_TIME],
    'does-not-enforce',
    'final',
    /sent in clear where/,
  ),
  row([['clear'], DONT, ['spare'], ANY_TIME], 'does-not-enforce', 'final', /sent in clear where/),
  row([['clear'], DONT, REFUSED, ANY_TIME], 'does-not-enforce', 'final', /sent in clear where/),

  // Valid DANE delivered, broken DANE refused: said at once.
  row([ARRIVED_TLS, ['tls', 'clear'], REFUSED, ANY_TIME], 'enforces', 'final', /enforces DANE$/),
  row([ARRIVED_TLS, SILENT, REFUSED, ['early']], 'enforces', 'final', /enforces DANE$/),
  row([ARRIVED_TLS, ['none', 'broke-off'], REFUSED, ['late']], 'enforces', 'final', /and seems to demand it/),
  // It does not hold the message back for want of DANE.
  row([ARRIVED_TLS, ['failed', 'rejected'], REFUSED, ['late']], 'enforces', 'final', /enforces DANE$/),
  row([ARRIVED_TLS, ['refused'], REFUSED, ANY_TIME], 'enforces', 'final', /and seems to demand it/),

  // Valid DANE delivered, broken DANE silent: open, never decided by silence.
  row([ARRIVED_TLS, DONT, WRONG_SILENT, ['early']], 'waiting', 'provisional', /seen, waiting for the rest/),
  row(
    [ARRIVED_TLS, ['tls', 'clear'], ['none', 'spare'], ['late']],
    'waiting',
    'provisional',
    /Nothing seen yet at the host with broken/,
  ),
  row(
    [ARRIVED_TLS, ['tls', 'clear'], ['broke-off'], ['late']],
    'waiting',
    'provisional',
    /Broke off in TLS at the host with broken/,
  ),
  row(
    [ARRIVED_TLS, ['tls', 'clear'], ['failed', 'rejected'], ['late']],
    'waiting',
    'provisional',
    /Nothing arrived yet at the host with broken/,
  ),
  row(
    [ARRIVED_TLS, ['refused', ...SILENT], WRONG_SILENT, ['late']],
    'waiting',
    'provisional',
    /Only the host with valid/,
  ),

  // Valid DANE refused.
  row(
    [['refused'], ['tls', 'clear'], [...WRONG_SILENT, ...REFUSED], ANY_TIME],
    'refuses-valid',
    'final',
    /refuses a host with valid/,
  ),
  row([['refused'], ['refused'], REFUSED, ANY_TIME], 'inconclusive', 'final', /refuses every host/),
  row(
    [['refused'], ['refused'], WRONG_SILENT, ['early']],
    'waiting',
    'provisional',
    /seen, waiting for the rest/,
  ),
  row([['refused'], ['refused'], WRONG_SILENT, ['late']], 'inconclusive', 'provisional', /Only broken-off/),
  row(
    [['refused'], SILENT, [...WRONG_SILENT, ...REFUSED], ['early']],
    'waiting',
    'provisional',
    /seen, waiting for the rest/,
  ),
  row(
    [['refused'], SILENT, [...WRONG_SILENT, ...REFUSED], ['late']],
    'inconclusive',
    'provisional',
    /Only broken-off/,
  ),

  // Valid DANE silent.
  row(
    [SILENT, ['tls', 'clear'], [...WRONG_SILENT, ...REFUSED], ['early']],
    'waiting',
    'provisional',
    /seen, waiting for the rest/,
  ),
  row(
    [['none'], ['tls', 'clear'], [...WRONG_SILENT, ...REFUSED], ['late']],
    'refuses-valid',
    'provisional',
    /Nothing seen yet at the host with valid/,
  ),
  row(
    [['broke-off'], ['tls', 'clear'], [...WRONG_SILENT, ...REFUSED], ['late']],
    'refuses-valid',
    'provisional',
    /Broke off in TLS at the host with valid/,
  ),
  row(
    [['failed', 'rejected'], ['tls', 'clear'], [...WRONG_SILENT, ...REFUSED], ['late']],
    'refuses-valid',
    'provisional',
    /Nothing arrived yet at the host with valid/,
  ),
  row(
    [SILENT, ['refused'], [...WRONG_SILENT, ...REFUSED], ['early']],
    'waiting',
    'provisional',
    /seen, waiting for the rest/,
  ),
  row(
    [SILENT, ['refused'], [...WRONG_SILENT, ...REFUSED], ['late']],
    'inconclusive',
    'provisional',
    /Only broken-off/,
  ),
  row([SILENT, SILENT, REFUSED, ['early']], 'waiting', 'provisional', /seen, waiting for the rest/),
  row([SILENT, SILENT, REFUSED, ['late']], 'inconclusive', 'provisional', /Only broken-off/),

  // Sessions that say nothing about DANE.
  row([TROUBLE, SILENT, WRONG_SILENT, ['early']], 'waiting', 'provisional', /seen, waiting for the rest/),
  row([['none'], TROUBLE, WRONG_SILENT, ['early']], 'waiting', 'provisional', /seen, waiting for the rest/),
  row(
    [['none'], ['none'], [...TROUBLE, 'spare'], ['early']],
    'waiting',
    'provisional',
    /seen, waiting for the rest/,
  ),
  row([TROUBLE, SILENT, WRONG_SILENT, ['late']], 'inconclusive', 'provisional', /No session got far enough/),
  row(
    [['none'], TROUBLE, WRONG_SILENT, ['late']],
    'inconclusive',
    'provisional',
    /No session got far enough/,
  ),
  row(
    [['none'], ['none'], [...TROUBLE, 'spare'], ['late']],
    'inconclusive',
    'provisional',
    /No session got far enough/,
  ),
];

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

  it('covers every way to be delivered at wrong', () => {
    const others = WRONG.filter((sight) => !WRONG_SILENT.includes(sight) && !REFUSED.includes(sight));
    expect(others).toEqual(WRONG_ARRIVED);
  });

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

  it.each(['refused', ...LET_THROUGH] as const)(
    'says of a message that was let through that it was deferred and retried, and of no other: wrong %s',
    (atWrong) => {
      const sights = { do: 'tls', dont: 'tls', wrong: atWrong } as const;
      const verdict = judgeAt(sights, 'early');
      const refusedOnly = judgeAt({ ...sights, wrong: 'refused' }, 'early');
      const got = atWrong !== 'refused';
      const sentence = 'deferred and retried correctly (RFC 7672 §2.1.2)';
      expect(verdict.explanation.includes(sentence)).toBe(got);
      expect(verdict.scenarios.at(2)?.summary.includes(sentence)).toBe(got);
      expect(verdict).toMatchObject({ outcome: 'enforces', provisional: false, title: refusedOnly.title });
      expect(verdict.scenarios.at(2)).toMatchObject({ state: 'refused', conclusion: 'pass' });
      expect(verdict.advice.some(({ step }) => step.includes('has left the queue'))).toBe(got);
    },
  );

  it('says from where, when another address delivered than had refused', () => {
    const at = (wrong: Sight) => judgeAt({ do: 'tls', dont: 'tls', wrong }, 'early').explanation;
    expect(at('refused,spare')).not.toContain('The refusal had come from');
    expect(at('refused,spare-elsewhere')).toContain(`${TWO} delivered it at 2026-01-05 10:00:01 UTC`);
    expect(at('refused,spare-elsewhere')).toContain(`The refusal had come from ${ONE}`);
  });

  it('says that the certificate that matches was refused as well', () => {
    const [, , wrong] = judgeAt(
      { do: 'tls', dont: 'tls', wrong: 'refused,spare-refused' },
      'early',
    ).scenarios;
    expect(wrong?.summary).toContain(`${ONE} broke off at the certificate that matches as well.`);
  });

  it('tells of the release, also when another server had delivered', () => {
    const { outcome, explanation } = judgeAt(
      { do: 'tls', dont: 'tls', wrong: 'refused,spare,clear-elsewhere' },
      'early',
    );
    expect(outcome).toBe('does-not-enforce');
    expect(explanation).toContain('deferred and retried correctly');
  });

  it('advises to let the message through where that is possible, and to delete it where it is not', () => {
    const advice = (wrong: Sight) =>
      judgeAt({ do: 'tls', dont: 'tls', wrong }, 'early')
        .advice.map(({ step }) => step)
        .join('\n');
    expect(advice('refused')).toContain('until this check lets it through');
    expect(advice('refused-same-client')).not.toContain('lets it through');
    expect(advice('refused-same-client')).toContain('postsuper -d QUEUE_ID');
  });

  it('says, once the message is let through, that it need not wait any longer', () => {
    const observations = see({ do: 'tls', dont: 'tls', wrong: 'refused' });
    const before = judge(observations, START + 1000, 'possible');
    const after = judge(observations, START + 1000, 'released');
    expect(before.advice[0]?.step).toContain('waits in the queue until this check lets it through');
    for (const { step } of after.advice) {
      expect(step).toMatch(/^Nothing to mend\. This check lets the refused message through now/);
      expect(step).not.toContain('until');
    }
    expect({ ...after, advice: [] }).toEqual({ ...before, advice: [] });
  });

  it.each(['refused', 'refused-same-client', 'refused,spare'] as const)(
    'says how to demand less to who demands DANE, and not that there is nothing to mend: wrong %s',
    (wrong) => {
      const { advice } = judgeAt({ do: 'tls', dont: 'none', wrong }, 'late');
      const steps = advice.map(({ audience, step }) => `${audience}: ${step}`).join('\n');
      expect(steps).not.toContain('Nothing to mend');
      expect(steps).toMatch(/Postfix: .*`smtp_tls_security_level = dane` instead of `dane-only`/);
      expect(steps).toMatch(/Exim: .*`hosts_require_dane` .* by `hosts_try_dane = \*`/);
      expect(steps).toMatch(/Exchange Online: .*`Get-OutboundConnector`/);
    },
  );

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

  it('says in which order it happened, when a delivery was followed by a refusal', () => {
    const observations = see({ do: 'tls', dont: 'tls', wrong: 'tls' });
    const later = START + 3 * 86_400_000;
    const verdict = judge([...observations, observe('wrong', refused(), later)], later);
    expect(verdict).toMatchObject({ outcome: 'does-not-enforce', provisional: false });
    expect(verdict.title).toBe('Your mail server did not enforce DANE at first');
    expect(verdict.explanation).toMatch(/delivered at 2026-01-05 .* only later, at 2026-01-08 10:00:00 UTC/);
  });

  it('is not changed by sessions still open', () => {
    const observations = see({ do: 'tls', dont: 'tls', wrong: 'none' });
    const open = { ...delivered(true), kind: 'tls-established' as const };
    const withOpen = [...observations, observe('wrong', open, START)];
    expect(judge(withOpen, START + 5000)).toEqual(judge(observations, START + 5000));
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
    ['do', 'failed', 'early', 'tls-failed', 'waiting'],
    ['do', 'broke-off', 'late', 'tls-failed', 'waiting'],
    ['do', 'rejected', 'early', 'rejected', 'waiting'],
    ['dont', 'tls', 'early', 'delivered', 'info'],
    ['dont', 'clear', 'early', 'delivered', 'info'],
    ['dont', 'refused', 'early', 'refused', 'info'],
    ['wrong', 'tls', 'early', 'delivered', 'fail'],
    ['wrong', 'clear', 'early', 'delivered', 'fail'],
    ['wrong', 'refused', 'early', 'refused', 'pass'],
    ['wrong', 'refused-same-client', 'early', 'refused', 'pass'],
    ['wrong', 'refused,tls-elsewhere', 'early', 'delivered', 'fail'],
    ['wrong', 'refused,spare', 'early', 'refused', 'pass'],
    ['wrong', 'refused,spare-elsewhere', 'early', 'refused', 'pass'],
    ['wrong', 'refused,spare-refused', 'early', 'refused', 'pass'],
    ['wrong', 'refused,spare,tls', 'early', 'delivered', 'fail'],
    ['wrong', 'refused,spare,clear-elsewhere', 'early', 'delivered', 'fail'],
    ['wrong', 'spare', 'early', 'waiting', 'waiting'],
    ['wrong', 'failed', 'late', 'tls-failed', 'waiting'],
    ['wrong', 'broke-off', 'early', 'tls-failed', 'waiting'],
    ['dont', 'broke-off', 'late', 'tls-failed', 'waiting'],
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
