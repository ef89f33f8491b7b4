/** Which scenarios an instance offers, by its addresses. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { generateCertificates, type PublicCertificates } from '#certs';
import { checkHost } from '#checks';
import { loadConfig } from '#config';
import { offeredScenarios } from '#scenarios';
import { dnsRecords } from '#zones';

import { checkAddresses } from '../../apps/cli/src/doctor/checks/addresses.check.js';
import { checkScenarios } from '../../apps/cli/src/doctor/checks/scenarios.check.js';
import type { Examination } from '../../apps/cli/src/doctor/examination.js';
import { appliancePlaces } from '../../apps/cli/src/rollover/appliance/appliance-target.js';
import { insertCheck, startReceiver } from '../support/receiver-fixture.js';
import { SmtpClient } from '../support/smtp-client.js';

const DOMAIN = 'havedane.test';

let dir: string;
let certificates: PublicCertificates;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-offered-'));
  const options = { domain: DOMAIN, lifetimeDays: 30, rsaBits: 2048, rotate: false };
  ({ certificates } = await generateCertificates({ ...options, dir }));
});

afterAll(() => rm(dir, { recursive: true }));

describe('what an instance offers', () => {
  const addresses = { publicIpv4: '192.0.2.1', publicIpv6: undefined, extraIpv4: ['192.0.2.2', '192.0.2.3'] };
  const missing = (instance: Parameters<typeof offeredScenarios>[0]) =>
    offeredScenarios(instance).flatMap(({ scenario, missing: need }) =>
      need === null ? [] : [[scenario.id as string, need]],
    );

  it('depends on its addresses', () => {
    expect(missing(addresses)).toEqual([
      ['tls-454', 'second-address'],
      ['ipv6', 'ipv6'],
    ]);
    expect(missing({ publicIpv4: undefined, publicIpv6: '2001:db8::1' })).toEqual([
      ['plain', 'second-address'],
      ['no-tls', 'second-address'],
      ['tls-454', 'second-address'],
      ['ipv4', 'ipv4'],
    ]);
    const extraIpv6 = ['2001:db8::2', '2001:db8::3', '2001:db8::4'];
    expect(missing({ ...addresses, publicIpv6: '2001:db8::1', extraIpv6 })).toEqual([]);
  });

  it('has records of its own address, and nothing of what it does not offer', () => {
    const records = dnsRecords(
      { ...addresses, domain: DOMAIN, dnsTtl: 60, publicUrl: 'https://havedane.test' },
      certificates,
    );
    const at = (id: string) =>
      records.flatMap(({ name, type, data }) =>
        (type === 'A' || type === 'AAAA') && name === `*.${id}.${DOMAIN}.` ? [`${type} ${data}`] : [],
      );
    expect(['do', 'plain', 'no-tls', 'ipv4'].map(at)).toEqual([
      ['A 192.0.2.1'],
      ['A 192.0.2.2'],
      ['A 192.0.2.3'],
      ['A 192.0.2.1'],
    ]);
    expect(records.filter(({ name }) => /(tls-454|ipv6)\./.test(name))).toEqual([]);
  });
});

describe('what an instance does not offer', () => {
  const config = loadConfig({
    ...{ DOMAIN, PUBLIC_IPV4: '192.0.2.1', EXTRA_IPV4: '192.0.2.2, 192.0.2.3' },
  });

  it('is reported by the doctor, with what to do', async () => {
    const lines = await checkScenarios({ config } as Examination);
    expect(lines.map(({ status, subject, found }) => [status, subject, found])).toEqual([
      ['not-applicable', 'tls-454', 'left out'],
      ['not-applicable', 'ipv6', 'left out'],
    ]);
    expect(lines[0]?.advice).toContain('EXTRA_IPV4');
  });

  it('is neither watched nor waited for in a rollover, nor are hosts without a handshake', () => {
    const hosts = appliancePlaces(config).map(({ host }) => host);
    expect(hosts).toContain(`tls-only.${DOMAIN}`);
    expect(hosts.filter((host) => /\b(no-tls|tls-454|reset|old-tls|ipv6)\./.test(host))).toEqual([]);
  });

  it('is looked for at the address of the host, when the doctor asks for addresses', async () => {
    const own: Record<string, string> = { plain: '192.0.2.2', 'no-tls': '192.0.2.3' };
    const records = (host: string): string[] => [
      own[host.split('.').find((label) => label in own) ?? ''] ?? '192.0.2.1',
    ];
    const found = { kind: 'found', secure: true, aliases: [], canonicalName: '', ttl: 60 } as const;
    const none = { kind: 'none', secure: true, nameExists: true, aliases: [], canonicalName: '' } as const;
    const resolver = {
      a: (host: string) => Promise.resolve({ ...found, records: records(host) }),
      aaaa: () => Promise.resolve(none),
    };
    const lines = await checkAddresses({
      config,
      resolver,
      anyToken: '0123456789ab',
    } as unknown as Examination);
    expect(lines.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(lines.filter(({ subject }) => subject === `no-tls.${DOMAIN}`)).toMatchObject([
      { expected: '192.0.2.3, secure' },
      { expected: 'none, as EXTRA_IPV6 has none' },
    ]);
  });
});

describe('a receiver without further addresses', () => {
  it('serves the scenarios that need none', async () => {
    const alone = await startReceiver({ certsDir: dir });
    expect(alone.addresses).toHaveLength(1);
    const check = await insertCheck(alone.store);
    const smtp = await SmtpClient.secured(alone.port, checkHost(check.token, 'do', DOMAIN));
    await smtp.quit();
    await alone.close();
  });
});
