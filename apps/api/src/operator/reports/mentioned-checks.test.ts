import { describe, expect, it } from 'vitest';

import { SCENARIOS } from '#scenarios';
import type { FailureDetail, ReportedPolicy } from '#tlsrpt';

import { isOfSharedHosts, mentionedChecks, namedAddresses, sharedMentions } from './mentioned-checks.js';

const DOMAIN = 'havedane.test';
const TOKEN = '0123456789ab';

function policy(changes: Partial<ReportedPolicy>): ReportedPolicy {
  return {
    ...{ type: 'tlsa', domain: 'example.test', mxHosts: [], policy: [], successes: 1, failures: 2 },
    ...{
      failuresByType: [{ resultType: 'validation-failure', sessions: 2 }],
      details: [],
      detailsDropped: 0,
    },
    ...changes,
  };
}

const SESSIONS = {
  ...{ scenario: 'wrong', policy: 'tlsa', successes: 1, failures: 2 },
  failuresByType: [{ resultType: 'validation-failure', sessions: 2 }],
};

describe('mentionedChecks', () => {
  it.each<[string, Partial<ReportedPolicy>]>([
    ['the policy domain', { domain: `${TOKEN.toUpperCase()}.Wrong.${DOMAIN}.` }],
    ['its one MX host', { mxHosts: [`${TOKEN}.wrong.${DOMAIN}`] }],
  ])('knows a check by %s', (_, changes) => {
    expect(mentionedChecks({ policies: [policy(changes)] }, DOMAIN)).toEqual([
      { token: TOKEN, matchedBy: 'token', sessions: [SESSIONS] },
    ]);
  });

  it.each<[string, Partial<ReportedPolicy>]>([
    ['a host that all checks share', { domain: `wrong.${DOMAIN}` }],
    ['another domain', { domain: `${TOKEN}.wrong.example.test` }],
    ['MX hosts of several checks', { mxHosts: [`${TOKEN}.wrong.${DOMAIN}`, `${TOKEN}.do.${DOMAIN}`] }],
  ])('knows none by %s', (_, changes) => {
    expect(mentionedChecks({ policies: [policy(changes)] }, DOMAIN)).toEqual([]);
  });

  it('is bounded, and keeps what it has of the first checks', () => {
    const domains = Array.from(
      { length: 30 },
      (_, index) => `${10_000 + index}67${TOKEN.slice(0, 5)}.do.${DOMAIN}`,
    );
    const policies = [...domains, ...domains].map((domain) => policy({ domain }));
    const mentions = mentionedChecks({ policies }, DOMAIN);
    expect(mentions).toHaveLength(20);
    expect(mentions.every(({ sessions }) => sessions.length === 2)).toBe(true);
  });

  it('takes little of an answer about the check, and has room for every scenario', () => {
    const policyOf = (id: string, changes: Partial<ReportedPolicy> = {}) =>
      policy({ domain: `${TOKEN}.${id}.${DOMAIN}`, ...changes });
    const everywhere = mentionedChecks({ policies: SCENARIOS.map(({ id }) => policyOf(id)) }, DOMAIN);
    expect(everywhere[0]?.sessions).toHaveLength(SCENARIOS.length);
    const failuresByType = Array.from({ length: 30 }, (_, index) => ({
      ...{ resultType: `${index}${'x'.repeat(1000)}`, sessions: 1 },
    }));
    const long = Array.from({ length: 100 }, () =>
      policyOf('do', { type: 'y'.repeat(1000), failuresByType }),
    );
    const [mention] = mentionedChecks({ policies: long }, DOMAIN);
    expect(mention?.sessions.length).toBeGreaterThan(0);
    expect(JSON.stringify(mention?.sessions).length).toBeLessThan(17_000);
  });
});

const SHARED = policy({ type: 'sts', domain: `sts-cert.${DOMAIN}` });
const detail = (sendingMtaIp: string | null): FailureDetail => ({
  ...{ resultType: 'validation-failure', sessions: 1, sendingMtaIp, receivingMxHostname: null },
  ...{ receivingMxHelo: null, receivingIp: null, additionalInformation: null, failureReasonCode: null },
});

describe('namedAddresses', () => {
  it('are those that failures name, each once, as sessions have them, and not many', () => {
    const details = ['192.0.2.1', '::ffff:192.0.2.1', null, '2001:DB8:0::1'].map(detail);
    expect(namedAddresses({ policies: [{ ...SHARED, details }] })).toEqual(['192.0.2.1', '2001:db8::1']);
    const many = Array.from({ length: 100 }, (_, index) => detail(`192.0.2.${index}`));
    expect(namedAddresses({ policies: [{ ...SHARED, details: many }] })).toHaveLength(20);
    expect(namedAddresses({ policies: [SHARED] })).toEqual([]);
  });
});

describe('isOfSharedHosts', () => {
  it('is so where a policy is of a host that checks share', () => {
    const others = [policy({ domain: `${TOKEN}.wrong.${DOMAIN}` }), policy({})];
    expect(isOfSharedHosts({ policies: others }, DOMAIN)).toBe(false);
    expect(isOfSharedHosts({ policies: [...others, SHARED] }, DOMAIN)).toBe(true);
  });
});

describe('sharedMentions', () => {
  const delivery = (scenario: 'sts-good' | 'do', token = TOKEN, at = 1) => ({ token, scenario, at });
  const policies = [
    SHARED,
    policy({ domain: `wrong.${DOMAIN}` }),
    policy({ domain: `${TOKEN}.do.${DOMAIN}` }),
  ];

  it('are of what was reported of hosts with a policy where the check was mailed at those, and likewise of the others', () => {
    const scenariosOf = (...deliveries: ReturnType<typeof delivery>[]) =>
      sharedMentions({ policies }, DOMAIN, deliveries).map(({ sessions, ...mention }) => ({
        ...mention,
        scenarios: sessions.map(({ scenario }) => scenario),
      }));
    const mention = { token: TOKEN, matchedBy: 'address' };
    expect(scenariosOf(delivery('sts-good'))).toEqual([{ ...mention, scenarios: ['sts-cert'] }]);
    expect(scenariosOf(delivery('do'))).toEqual([{ ...mention, scenarios: ['wrong'] }]);
    expect(scenariosOf(delivery('do'), delivery('sts-good'))).toEqual([
      { ...mention, scenarios: ['sts-cert', 'wrong'] },
    ]);
    expect(scenariosOf()).toEqual([]);
  });

  it('are those of the newest checks, and take little of each', () => {
    const deliveries = Array.from({ length: 100 }, (_, index) =>
      delivery('sts-good', String(index).padStart(12, '0'), index),
    );
    const many = Array.from({ length: 1_000 }, () => SHARED);
    const mentions = sharedMentions({ policies: many }, DOMAIN, deliveries);
    expect(mentions.map(({ token }) => Number(token))).toEqual(
      Array.from({ length: 20 }, (_, index) => 99 - index),
    );
    expect(JSON.stringify(mentions[0]?.sessions).length).toBeLessThan(17_000);
  });
});
