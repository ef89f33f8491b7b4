import { describe, expect, it } from 'vitest';

import '../../shared/in-english.js';

import type { CheckBody, ResultBody } from '#contracts';

import { aCheck, aResult, aServer, anEvidence, anObservation } from '../state/test-check.js';
import { sequenceOf } from './sequence-steps.js';

const TIMING = {
  connectedAt: Date.parse('2025-03-12T14:03:22.000Z'),
  ehlo: 1,
  startTls: 2,
  clientHello: 3,
  certificate: 40,
  mail: 90,
};
const QUERY = { name: 'h.test', type: 'A', dnssecOk: true, transport: 'udp', resolverPort: 53 } as const;

function checkOf(
  result: Partial<ResultBody>,
  observation: Parameters<typeof anObservation>[0],
  ...asked: string[]
): CheckBody {
  const broken = { ...aCheck().scenarios[2]!, expected: 'refused' as const };
  return aCheck({
    scenarios: [broken],
    servers: [aServer({ results: [aResult({ scenario: 'wrong', ...result })] })],
    observations: [
      ...asked.map((type, index) =>
        anObservation({
          id: 10 + index,
          at: '2025-03-12T14:03:21.900Z',
          kind: 'dns-query',
          scenario: 'wrong',
          clientAddress: '192.0.2.53',
          query: { ...QUERY, type, name: type === 'TLSA' ? '_25._tcp.h.test' : 'h.test' },
        }),
      ),
      anObservation({ scenario: 'wrong', ...observation }),
    ],
  });
}

describe('sequenceOf', () => {
  it('of a delivery goes past the certificate, and says that TLSA was never asked for', () => {
    const check = checkOf(
      { state: 'delivered', conclusion: 'fail' },
      { at: '2025-03-12T14:03:22.239Z', evidence: anEvidence({ timing: TIMING }) },
      'A',
      'AAAA',
    );
    const sequence = sequenceOf(check, null);
    expect(sequence?.lanes).toEqual(['resolver', 'server', 'host']);
    expect(sequence?.steps.map(({ text, ms, tone }) => [text, ms, tone])).toEqual([
      ['A, AAAA?', -100, 'info'],
      ['TLSA? never asked', null, 'bad'],
      ['TCP connect', 0, 'info'],
      ['EHLO, STARTTLS', 2, 'info'],
      ['TLS 1.3, SNI', 3, 'info'],
      ['cert ≠ TLSA', 40, 'info'],
      ['MAIL RCPT DATA', 90, 'bad'],
      ['250 delivered', 239, 'bad'],
    ]);
    expect(sequence?.steps.filter(({ isLimit }) => isLimit === true)).toHaveLength(1);
  });

  it('of a refusal ends at the certificate', () => {
    const check = checkOf(
      { state: 'refused', conclusion: 'pass' },
      {
        kind: 'refused',
        evidence: anEvidence({ timing: null, end: 'client-alert', alert: 'bad_certificate' }),
      },
    );
    const sequence = sequenceOf(check, null);
    expect(sequence?.lanes).toEqual(['server', 'host']);
    expect(sequence?.steps.at(-1)).toMatchObject({ text: 'bad certificate', tone: 'good', from: 'server' });
    expect(sequence?.steps.map(({ text }) => text)).not.toContain('MAIL RCPT DATA');
  });

  it('is that of one scenario, where one is asked for', () => {
    const check = checkOf(
      { state: 'delivered', conclusion: 'fail' },
      { evidence: anEvidence({ timing: TIMING }) },
    );
    expect(sequenceOf(check, 'wrong')?.scenario.id).toBe('wrong');
    expect(sequenceOf(check, 'do')).toBeNull();
  });

  it('is of MTA-STS only where that scenario is asked for, and names no TLSA records', () => {
    const check = checkOf({ state: 'delivered', conclusion: 'fail' }, { at: '2025-03-12T14:03:22.239Z' });
    const scenarios = check.scenarios.map((one) => ({ ...one, mechanism: 'mta-sts' as const }));
    expect(sequenceOf({ ...check, scenarios }, null)).toBeNull();
    const steps = sequenceOf({ ...check, scenarios }, 'wrong')?.steps ?? [];
    expect(steps.filter(({ isLimit }) => isLimit)).toEqual([]);
    expect(steps.map(({ text }) => text).join()).not.toMatch(/TLSA/);
    expect(steps.map(({ text }) => text)).toContain('certificate');
  });

  it('begins with the last request for the policy before the session, which is no session itself', () => {
    const fetch = { clientAddress: '203.0.113.25', attribution: 'same-client', userAgent: null } as const;
    const fetches = [
      { ...fetch, at: '2025-03-12T14:03:23.000Z', status: 404 },
      { ...fetch, at: '2025-03-12T14:03:21.900Z', status: 200 },
    ];
    const check = checkOf(
      { state: 'left', conclusion: 'waiting', fetches },
      { at: '2025-03-12T14:03:22.239Z', kind: 'left', evidence: anEvidence({ timing: TIMING, end: 'quit' }) },
    );
    const later = anObservation({ id: 30, at: fetches[0]!.at, kind: 'policy-fetch', scenario: 'wrong' });
    const steps = sequenceOf({ ...check, observations: [...check.observations, later] }, 'wrong')?.steps;
    expect(steps?.[0]).toMatchObject({ from: 'server', text: 'MTA-STS policy: 200', ms: -100 });
    expect(steps?.at(-1)?.text).toBe('QUIT');
  });

  it('is nothing before a server was seen', () => {
    expect(sequenceOf(aCheck(), null)).toBeNull();
  });
});
