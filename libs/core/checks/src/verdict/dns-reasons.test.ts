import { SCENARIO_IDS, type ScenarioId } from '#scenarios';
import { describe, expect, it } from 'vitest';

import { MAX_QUERIES_PER_CHECK, type Observation, type SessionEvidence } from '../observation.js';

import { judge } from './judge.js';
import { PROVISIONAL_AFTER_MS } from './policy.js';
import type { HostKind, MessageCode } from './message.js';
import type { Outcome, Verdict } from './verdict.js';

const START = Date.parse('2026-01-05T10:00:00Z');
const LATE = START + 10 * PROVISIONAL_AFTER_MS;
const TOKEN = '0123456789ab';

const hostOf = (scenario: ScenarioId): string => `${TOKEN}.${scenario}.havedane.test`;

let nextId = 1;
function observe(scenario: ScenarioId, changes: Partial<Observation>): Observation {
  return {
    id: nextId++,
    at: START,
    kind: 'dns-query',
    scenario,
    clientAddress: '192.0.2.1',
    clientName: null,
    attribution: 'exact',
    tls: null,
    detail: 'What happened.',
    evidence: null,
    query: null,
    ...changes,
  };
}

/** `A`, `TLSA` and so on; with `+` the DO bit is set. `_tcp` is the name that minimising resolvers ask for. */
function asked(scenario: ScenarioId, ...queries: string[]): Observation[] {
  return queries.map((query) => {
    const [type = '', below] = query.replace('+', '').split('@');
    const prefix = below ?? (type === 'TLSA' ? '_25._tcp' : '');
    const name = prefix === '' ? hostOf(scenario) : `${prefix}.${hostOf(scenario)}`;
    return observe(scenario, {
      clientAddress: '192.0.2.53',
      query: { name, type, dnssecOk: query.endsWith('+'), transport: 'udp', resolverPort: 40_053 },
    });
  });
}

const TLS = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', serverName: null };

function session(recipient: string | null): SessionEvidence {
  return {
    session: 's-1',
    clientPort: 40_025,
    end: 'quit',
    alert: null,
    certificate: 'leaf',
    sinceCertificateMs: 3,
    mailFrom: null,
    recipient,
    reached: null,
    reply: null,
    timing: null,
    messageId: null,
    size: null,
  };
}

function delivered(
  scenario: ScenarioId,
  how: 'tls' | 'clear' | 'classic' = 'tls',
  clientAddress = '192.0.2.1',
): Observation {
  const classic = `${TOKEN}@${scenario}.havedane.test`;
  const evidence = session(how === 'classic' ? classic : `Test@${hostOf(scenario).toUpperCase()}`);
  return observe(scenario, { kind: 'delivered', tls: how === 'clear' ? null : TLS, evidence, clientAddress });
}

const refused = (scenario: ScenarioId, clientAddress = '192.0.2.1'): Observation =>
  observe(scenario, { kind: 'refused', tls: TLS, evidence: session(null), clientAddress });

const everywhere = SCENARIO_IDS.map((id) => delivered(id));

const NEVER_ASKED = 'dns-never-asked';
const NO_DNSSEC = 'dns-without-dnssec';
const TLSA_WITHOUT_DNSSEC = 'dns-tlsa-without-dnssec';
const HEEDLESS = 'dns-tlsa-ignored';

interface Row {
  readonly name: string;
  readonly observations: readonly Observation[];
  readonly outcome: Outcome;
  readonly reason: MessageCode | null;
}

const DELIVERED: readonly Row[] = [
  {
    name: 'no query was seen',
    observations: everywhere,
    outcome: 'does-not-enforce',
    reason: null,
  },
  {
    name: 'the addresses were asked for with DNSSEC, TLSA never',
    observations: [...everywhere, ...asked('wrong', 'MX+', 'A+', 'AAAA+')],
    outcome: 'does-not-enforce',
    reason: NEVER_ASKED,
  },
  {
    name: 'the addresses were asked for without DNSSEC, TLSA never',
    observations: [...everywhere, ...asked('wrong', 'A', 'AAAA')],
    outcome: 'does-not-enforce',
    reason: NO_DNSSEC,
  },
  {
    name: 'one of two resolvers uses DNSSEC, TLSA never',
    observations: [...everywhere, ...asked('wrong', 'A', 'A+')],
    outcome: 'does-not-enforce',
    reason: NEVER_ASKED,
  },
  {
    name: 'TLSA was asked for without DNSSEC',
    observations: [...everywhere, ...asked('wrong', 'A', 'TLSA')],
    outcome: 'does-not-enforce',
    reason: TLSA_WITHOUT_DNSSEC,
  },
  {
    name: 'TLSA was asked for with DNSSEC',
    observations: [...everywhere, ...asked('wrong', 'A+', 'TLSA+')],
    outcome: 'does-not-enforce',
    reason: HEEDLESS,
  },
  {
    name: 'only TLSA was seen',
    observations: [...everywhere, ...asked('wrong', 'TLSA+')],
    outcome: 'does-not-enforce',
    reason: HEEDLESS,
  },
  {
    name: 'the beginning of a minimised TLSA query was seen',
    observations: [...everywhere, ...asked('wrong', 'A+', 'A@_tcp+')],
    outcome: 'does-not-enforce',
    reason: null,
  },
  {
    name: 'the domain was asked for whose mail server all checks share',
    observations: [...everywhere, ...asked('mx-wrong', 'MX+', 'A+')],
    outcome: 'does-not-enforce',
    reason: null,
  },
  {
    name: 'only other types were asked for',
    observations: [...everywhere, ...asked('wrong', 'MX+', 'TXT')],
    outcome: 'does-not-enforce',
    reason: null,
  },
  {
    name: 'the queries were about another host',
    observations: [...everywhere, ...asked('do', 'A+'), ...asked('dont', 'A+')],
    outcome: 'does-not-enforce',
    reason: null,
  },
  {
    name: 'the message came to the classic address, and somebody asked for the other name',
    observations: [...SCENARIO_IDS.map((id) => delivered(id, 'classic')), ...asked('wrong', 'A+')],
    outcome: 'does-not-enforce',
    reason: null,
  },
  {
    name: 'so much was asked that TLSA may have been left out',
    observations: [
      ...everywhere,
      ...Array.from({ length: MAX_QUERIES_PER_CHECK }, () => asked('wrong', 'A+')).flat(),
    ],
    outcome: 'does-not-enforce',
    reason: null,
  },
  {
    name: 'one server refused and another delivered, TLSA was asked for',
    observations: [
      ...everywhere,
      delivered('dont', 'tls', '192.0.2.2'),
      refused('wrong', '192.0.2.2'),
      ...asked('wrong', 'A+', 'TLSA+'),
    ],
    outcome: 'does-not-enforce',
    reason: null,
  },
  {
    name: 'one server refused and another delivered, TLSA was never asked for',
    observations: [
      ...everywhere,
      delivered('dont', 'tls', '192.0.2.2'),
      refused('wrong', '192.0.2.2'),
      ...asked('wrong', 'A+'),
    ],
    outcome: 'does-not-enforce',
    reason: NEVER_ASKED,
  },
  {
    name: 'the same server refused and delivered, TLSA was asked for',
    observations: [...everywhere, refused('wrong'), ...asked('wrong', 'A+', 'TLSA+')],
    outcome: 'does-not-enforce',
    reason: null,
  },
  {
    name: 'it fell back to clear, TLSA was asked for',
    observations: [delivered('do'), delivered('wrong', 'clear'), ...asked('wrong', 'TLSA+')],
    outcome: 'does-not-enforce',
    reason: HEEDLESS,
  },
  {
    name: 'it sent in clear to valid DANE, TLSA was never asked for there',
    observations: [delivered('do', 'clear'), delivered('dont'), ...asked('do', 'A+')],
    outcome: 'does-not-enforce',
    reason: NEVER_ASKED,
  },
  {
    name: 'everything came in clear',
    observations: [...SCENARIO_IDS.map((id) => delivered(id, 'clear')), ...asked('wrong', 'A')],
    outcome: 'no-tls',
    reason: NO_DNSSEC,
  },
  {
    name: 'it came in clear to valid DANE alone',
    observations: [delivered('do', 'clear'), ...asked('do', 'A+')],
    outcome: 'no-tls',
    reason: NEVER_ASKED,
  },
  {
    name: 'it enforces',
    observations: [delivered('do'), delivered('dont'), refused('wrong'), ...asked('wrong', 'A+', 'TLSA+')],
    outcome: 'enforces',
    reason: null,
  },
];

describe('judge, with DNS queries, when a message was delivered', () => {
  it.each(DELIVERED)('$name', ({ observations, outcome, reason }) => {
    const verdict = judge(observations, LATE);
    const without = judge(
      observations.filter(({ kind }) => kind !== 'dns-query'),
      LATE,
    );
    const added = reason === null ? [] : [{ code: reason, facts: {} }];
    expect(verdict).toEqual({ ...without, messages: [...without.messages, ...added] });
    expect(verdict.outcome).toBe(outcome);
  });
});

/** The hosts that were looked up: those where the connection should follow, and those where none did. */
function lookedUp({ messages }: Verdict) {
  const hosts = { fresh: [] as readonly HostKind[], overdue: [] as readonly HostKind[] };
  for (const message of messages) {
    if (message.code === 'dns-connection-follows') hosts.fresh = message.facts.hosts;
    if (message.code === 'dns-no-connection') {
      hosts.overdue = message.facts.hosts;
      expect(message.facts.firstAt).toBe(START);
    }
  }
  return hosts;
}

describe('judge, with DNS queries, when no connection came', () => {
  const cases: readonly [string, readonly Observation[], readonly HostKind[]][] = [
    ['nothing', asked('do', 'A+'), ['valid']],
    [
      'nothing, and all was asked for',
      SCENARIO_IDS.flatMap((id) => asked(id, 'A+')),
      ['valid', 'plain', 'broken'],
    ],
    ['do', [delivered('do'), ...asked('do', 'A+'), ...asked('wrong', 'MX+')], ['broken']],
    ['do and dont', [delivered('do'), delivered('dont'), ...asked('wrong', 'A')], ['broken']],
    ['dont', [delivered('dont'), ...asked('do', 'A+', 'TLSA+')], ['valid']],
    ['a refusal', [refused('wrong'), ...asked('do', 'A+')], ['valid']],
    ['trouble', [observe('do', { kind: 'tls-failed' }), ...asked('dont', 'A+')], ['plain']],
  ];

  it.each(cases)('at the others, when %s was seen', (_seen, observations, hosts) => {
    const early = judge(observations, START + PROVISIONAL_AFTER_MS - 1);
    expect(lookedUp(early)).toEqual({ fresh: hosts, overdue: [] });
    expect(early.changesAt).toBe(START + PROVISIONAL_AFTER_MS);

    const late = judge(observations, START + PROVISIONAL_AFTER_MS);
    expect(lookedUp(late)).toEqual({ fresh: [], overdue: hosts });
    expect(late.changesAt).toBeNull();
  });

  it('tells what is overdue from what is not', () => {
    const later = asked('wrong', 'A+').map((query) => ({ ...query, at: START + 30_000 }));
    const verdict = judge([...asked('do', 'A+'), ...later], START + PROVISIONAL_AFTER_MS);
    expect(lookedUp(verdict)).toEqual({ fresh: ['broken'], overdue: ['valid'] });
    expect(verdict.changesAt).toBe(START + 30_000 + PROVISIONAL_AFTER_MS);
  });

  it.each([
    ['a session goes on there', [observe('do', { kind: 'tls-established', tls: TLS }), ...asked('do', 'A+')]],
    ['the sender demands DANE', [delivered('do'), refused('wrong'), ...asked('dont', 'A+')]],
    ['every host was connected to', [...everywhere, ...asked('do', 'A+')]],
    ['nothing was asked', [delivered('do')]],
    ['it never connects where the lookup fails', [...asked('bogus', 'MX+'), ...asked('lame', 'MX+')]],
  ])('says nothing when %s', (_case, observations) => {
    expect(judge(observations, LATE).messages.filter(({ code }) => code.startsWith('dns-'))).toEqual([]);
  });

  it('never changes the outcome', () => {
    const queries = asked('wrong', 'A+', 'TLSA');
    for (const observations of [[], [delivered('do')], [delivered('dont')], [refused('wrong')]]) {
      for (const now of [START, LATE]) {
        const { messages: _why, changesAt: _when, ...verdict } = judge([...observations, ...queries], now);
        expect(judge(observations, now)).toMatchObject(verdict);
      }
    }
  });
});
