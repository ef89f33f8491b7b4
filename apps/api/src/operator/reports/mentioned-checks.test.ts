import { describe, expect, it } from 'vitest';

import { SCENARIOS } from '#scenarios';
import type { ReportedPolicy } from '#tlsrpt';

import { mentionedChecks } from './mentioned-checks.js';

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
      { token: TOKEN, sessions: [SESSIONS] },
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
