/** Golden files, as in generate.test.ts. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { scenariosOfLevel } from '#scenarios';

import { everyCertificate } from '../test/support/every-certificate.js';

import { dnsRecords, nameServerFiles, NameServerNameError, type NameServerOptions } from './generate.js';

const read = (name: string) =>
  new X509Certificate(readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')).raw;
const OPTIONS: NameServerOptions = {
  domain: 'dane.example',
  publicIpv4: '192.0.2.25',
  publicIpv6: '2001:db8::25',
  dnsTtl: 3600,
  nameServers: ['ns1.dane.example', 'ns2.dane.example'],
  hostmaster: 'host.master@Dane.example',
  caaIssuers: ['letsencrypt.org', 'sectigo.com'],
  hosts: ['192.0.2.25', '2001:db8::25'],
  port: 53,
  rateLimit: 200,
  dnstapSocket: '/dnstap/queries.sock',
  dir: '/dns',
};
/** The others have the same shape. */
const QUICK = scenariosOfLevel('quick').map(({ id }) => id);
const RECORDS = dnsRecords(
  { ...OPTIONS, publicUrl: 'https://dane.example' },
  {
    ...everyCertificate(read('leaf.cert.pem')),
    ca: read('ca.cert.pem'),
    spare: read('spare.cert.pem'),
  },
).filter(({ scenario }) => scenario === null || QUICK.includes(scenario));

function contents(changes: Partial<NameServerOptions>): { zone: string; configuration: string } {
  const [zone, configuration] = nameServerFiles({ ...OPTIONS, ...changes }, RECORDS);
  return { zone: zone?.content ?? '', configuration: configuration?.content ?? '' };
}

describe('nameServerFiles', () => {
  it('makes the zone as in golden/knot/zone', async () => {
    await expect(contents({}).zone).toMatchFileSnapshot('golden/knot/zone');
  });

  it('makes the configuration as in golden/knot/knot.conf', async () => {
    await expect(contents({}).configuration).toMatchFileSnapshot('golden/knot/knot.conf');
  });

  it('leaves out of the configuration what is turned off', () => {
    const { configuration } = contents({ dnstapSocket: undefined });
    expect(configuration).not.toContain('dnstap');
  });

  it('leaves CAA records out when anybody may issue', () => {
    expect(contents({ caaIssuers: [] }).zone).not.toContain('CAA');
  });

  it('gives addresses to the name servers below the domain alone', () => {
    const { zone } = contents({ nameServers: ['ns.dane.example', 'ns.else.example', 'nsdane.example'] });
    expect(zone.match(/ NS .*/g)).toHaveLength(3);
    expect(zone).toMatch(/^ns\.dane\.example\. +3600 +IN +AAAA +2001:db8::25$/m);
    expect(zone).not.toMatch(/^ns(\.else|dane)\.example/m);
  });

  it.each(['dane.example', 'do.dane.example', 'ns.wrong.dane.example'])(
    'refuses %s as the name of a name server: it would change what the scenarios answer',
    (name) => {
      expect(() => contents({ nameServers: ['ns1.dane.example', name] })).toThrow(NameServerNameError);
    },
  );

  it('quotes paths', () => {
    expect(contents({ dir: '/a "b"\\c' }).configuration).toContain('storage: "/a \\"b\\"\\\\c"');
  });
});
