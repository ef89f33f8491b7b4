/** What a rollover hears from all name servers of a zone: real Knots that agree, lag, lie and keep silent, behind a real Unbound. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createResolver } from '#dns';
import { nameServersBy, type NameServerView } from '#rollover';

import type { Daemon } from '../lab/daemon.js';
import { type SignedDns, SIGNED_DNS_ADDRESS, startSignedDns } from '../support/signed-dns.js';
import { startStaticNameServer, zoneFile } from '../support/static-name-server.js';

const CURRENT = `3 1 1 ${'aa'.repeat(32)}`;
const NEXT = `3 1 1 ${'bb'.repeat(32)}`;

const SECOND = '127.0.0.82';
const SECOND_AS_WELL = '127.0.0.83';
const NOBODY = '127.0.0.84';

const tlsa = (zone: string, data: string): string => `_25._tcp.mail.${zone}. TLSA ${data}`;
/** A second name server, besides ns.test. */
const second = (zone: string, ...addresses: string[]): string[] => [
  `${zone}. NS ns2.${zone}.`,
  ...addresses.map((address) => `ns2.${zone}. ${address.includes(':') ? 'AAAA' : 'A'} ${address}`),
];

const ZONES: Readonly<Record<string, readonly string[]>> = {
  'agrees.test': [
    ...second('agrees.test', SECOND, SECOND_AS_WELL),
    tlsa('agrees.test', CURRENT),
    tlsa('agrees.test', NEXT),
  ],
  'lags.test': [...second('lags.test', SECOND), tlsa('lags.test', CURRENT), tlsa('lags.test', NEXT)],
  'lies.test': [...second('lies.test', SECOND), tlsa('lies.test', CURRENT)],
  'silent.test': [...second('silent.test', NOBODY), tlsa('silent.test', CURRENT)],
  'lost.test': [...second('lost.test'), tlsa('lost.test', CURRENT)],
  'six.test': [...second('six.test', SECOND, 'fd00:5::53'), tlsa('six.test', CURRENT)],
  'empty.test': [...second('empty.test', SECOND)],
  'alias.test': [...second('alias.test', SECOND), '_25._tcp.mail.alias.test. CNAME _dane.agrees.test.'],
};

let directory: string;
let dns: SignedDns;
let others: Daemon[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'havedane-name-servers-'));
  dns = await startSignedDns({ records: ['gone.test. NS ns.gone.test.'], unsigned: ZONES });
  others = await Promise.all([SECOND, SECOND_AS_WELL].map(startSecond));
});

afterAll(async () => {
  await Promise.all([dns.stop(), ...others.map((daemon) => daemon.stop())]);
  await rm(directory, { recursive: true, force: true });
});

/** It has not heard of the next record of lags.test, has another one for six.test, and knows nothing of lies.test. */
async function startSecond(address: string): Promise<Daemon> {
  const own = join(directory, address);
  await mkdir(own);
  const changed = { ...ZONES, 'lags.test': [tlsa('lags.test', CURRENT)] };
  const served = Object.entries(changed).filter(([name]) => name !== 'lies.test');
  return startStaticNameServer({
    ...{ directory: own, address, port: dns.nameServer.port },
    zones: Object.fromEntries(served.map(([name, records]) => [name, zoneFile(`${name}.`, records)])),
  });
}

function ask(name: string, families: readonly (4 | 6)[] = [4, 6]): Promise<NameServerView> {
  const resolver = createResolver({ servers: [dns.plainResolver] });
  return nameServersBy(resolver, { port: dns.nameServer.port, families, timeoutMs: 15_000 })(name);
}

const PRIMARY = `ns.test [${SIGNED_DNS_ADDRESS}]`;
const answered = (server: string, records: readonly string[], ttl = 60) => ({
  server,
  answer: { kind: 'answered', records, ttl },
});

describe('nameServersBy', () => {
  it('asks every address of every name server', async () => {
    expect(await ask('_25._tcp.Mail.Agrees.test.')).toEqual({
      kind: 'asked',
      zone: 'agrees.test',
      servers: expect.arrayContaining([
        answered(PRIMARY, [CURRENT, NEXT]),
        answered(`ns2.agrees.test [${SECOND}]`, [CURRENT, NEXT]),
        answered(`ns2.agrees.test [${SECOND_AS_WELL}]`, [CURRENT, NEXT]),
      ]),
    });
  });

  it('tells of one that lags what it still shows', async () => {
    expect(await ask('_25._tcp.mail.lags.test.')).toMatchObject({
      servers: expect.arrayContaining([
        answered(PRIMARY, [CURRENT, NEXT]),
        answered(`ns2.lags.test [${SECOND}]`, [CURRENT]),
      ]),
    });
  });

  it.each([
    ['does not serve the zone', 'lies.test', SECOND, 'answered REFUSED (not authoritative)'],
    ['does not listen', 'silent.test', NOBODY, 'refused the connection'],
  ])('does not believe one that %s', async (_, zone, address, detail) => {
    expect(await ask(`_25._tcp.mail.${zone}.`)).toMatchObject({
      servers: expect.arrayContaining([
        { server: `ns2.${zone} [${address}]`, answer: { kind: 'failed', detail } },
      ]),
    });
  });

  it('counts a name server without an address', async () => {
    expect(await ask('_25._tcp.mail.lost.test.')).toMatchObject({
      servers: expect.arrayContaining([
        { server: 'ns2.lost.test', answer: { kind: 'failed', detail: 'has no address' } },
      ]),
    });
  });

  it('asks at the addresses of the families that it is told', async () => {
    const both = await ask('_25._tcp.mail.six.test.');
    expect(both).toMatchObject({
      servers: expect.arrayContaining([
        { server: 'ns2.six.test [fd00:5::53]', answer: { kind: 'failed', detail: expect.any(String) } },
      ]),
    });
    expect(await ask('_25._tcp.mail.six.test.', [4])).toMatchObject({
      servers: [answered(PRIMARY, [CURRENT]), answered(`ns2.six.test [${SECOND}]`, [CURRENT])],
    });
  });

  it('says how long it may be remembered that there are none', async () => {
    expect(await ask('_25._tcp.mail.empty.test.')).toMatchObject({
      servers: [answered(PRIMARY, [], 5), answered(`ns2.empty.test [${SECOND}]`, [], 5)],
    });
  });

  it.each([
    [
      '_25._tcp.mail.alias.test.',
      '_25._tcp.mail.alias.test is an alias of _dane.agrees.test: records are changed there, with --tlsa-name _dane.agrees.test',
    ],
    [
      '_25._tcp.mail.example.nowhere.',
      'there is no zone for _25._tcp.mail.example.nowhere: DNS knows no such domain',
    ],
    [
      '_25._tcp.mail.gone.test.',
      expect.stringContaining('the zone of _25._tcp.mail.gone.test cannot be found'),
    ],
    ['_25._tcp..test.', expect.stringContaining('this is not a domain name')],
  ])('says of %s why there is nobody to ask', async (name, detail) => {
    expect(await ask(name)).toMatchObject({ kind: 'unknown', detail });
  });

  it('names the resolver and its setting where it cannot be reached', async () => {
    const nobody = createResolver({ servers: [{ address: '127.0.9.98', port: 9 }] });
    expect(await nameServersBy(nobody)('_25._tcp.mail.agrees.test.')).toEqual({
      kind: 'unknown',
      isPassing: true,
      detail:
        'the zone of _25._tcp.mail.agrees.test cannot be found: the resolver 127.0.9.98:9 refused the connection, ' +
        'when asked for _25._tcp.mail.agrees.test; DNS_RESOLVER sets which resolver is asked',
    });
  });
});
