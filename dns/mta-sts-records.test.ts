/** What is published for an MTA-STS scenario, by the own name server and by a provider alike. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { publicNames } from '#checks';
import { availableScenarios, changesByPhase, SCENARIOS } from '#scenarios';

import { everyCertificate } from '../test/support/every-certificate.js';

import { dnsFiles } from './generate.js';

const LEAF = new X509Certificate(readFileSync(new URL('golden/leaf.cert.pem', import.meta.url), 'utf8')).raw;
const OPTIONS = {
  domain: 'dane.example',
  publicIpv4: '192.0.2.25',
  publicIpv6: '2001:db8::25',
  extraIpv4: ['192.0.2.26', '192.0.2.27', '192.0.2.28', '192.0.2.29', '192.0.2.30', '192.0.2.31'],
  dnsTtl: 3600,
  publicUrl: 'https://dane.example',
};

const publishedFor = (scenario: string, instance: { hasOwnDns?: boolean; hasPolicyHosts?: boolean }) => {
  const { records, files } = dnsFiles({ ...OPTIONS, ...instance }, everyCertificate(LEAF));
  const rows = records.filter((record) => record.scenario === scenario);
  return {
    rows: rows.map(({ name, type, data }) => `${name} ${type} ${data}`),
    snippet: files.find(({ name }) => name === `${scenario}.zone`)?.content,
  };
};

describe('MTA-STS', () => {
  it.each([true, false])('is published where the own name server is there: %s', (hasOwnDns) => {
    const { rows, snippet } = publishedFor('sts-good', { hasOwnDns, hasPolicyHosts: true });
    expect(rows).toEqual(
      expect.arrayContaining([
        'sts-good.dane.example. MX 10 mx1-sts-good.dane.example.',
        'mx1-sts-good.dane.example. A 192.0.2.25',
        'mx1-sts-good.dane.example. AAAA 2001:db8::25',
        '_mta-sts.sts-good.dane.example. TXT "v=STSv1; id=a;"',
        'mta-sts.sts-good.dane.example. A 192.0.2.25',
        'mta-sts.sts-good.dane.example. AAAA 2001:db8::25',
      ]),
    );
    for (const row of rows) expect(snippet).toContain(row.split(' ')[0]);
  });

  it('takes MTA_STS, and nothing else where further addresses are there, but the own name server where records change', () => {
    expect(publishedFor('sts-good', {})).toEqual({ rows: [], snippet: undefined });
    const withPolicy = SCENARIOS.filter(({ mtaSts }) => mtaSts !== undefined);
    const offered = (hasOwnDns: boolean) =>
      availableScenarios({ ...OPTIONS, hasPolicyHosts: true, hasOwnDns }).filter(
        ({ mtaSts }) => mtaSts !== undefined,
      );
    expect(offered(true)).toEqual(withPolicy);
    expect(offered(false)).toEqual(withPolicy.filter((scenario) => !changesByPhase(scenario)));
  });

  it.each([true, false])('has an address at each name that Caddy gets a certificate for: %s', (hasOwnDns) => {
    const smallest = { ...OPTIONS, publicIpv6: undefined, extraIpv4: [], hasOwnDns, hasPolicyHosts: true };
    const { records } = dnsFiles(smallest, everyCertificate(LEAF));
    const addressed = records.filter(({ type }) => type === 'A').map(({ name }) => name);
    const named = SCENARIOS.flatMap((scenario) => publicNames(scenario, OPTIONS.domain));
    expect(named.filter((name) => !addressed.includes(`${name}.`))).toEqual([]);
    const twice = addressed.filter((name, index) => addressed.indexOf(name) !== index);
    expect(named.filter((name) => twice.includes(`${name}.`))).toEqual([]);
  });
});
