/** The stub resolver with a real validating Unbound in front of a signed zone, and with one that validates nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findMailHosts, findTlsa } from '#dane';
import { askNameServer, createResolver, findZoneServers, formatEndpoint, reverseName } from '#dns';

import { type SignedDns, startSignedDns } from '../support/signed-dns.js';

const DIGEST = 'ab'.repeat(32);
const LONG = 'cd'.repeat(64);

/** More than fits into a datagram. */
const MANY = Array.from({ length: 30 }, (_, index) => index.toString(16).padStart(2, '0'));

let dns: SignedDns;

beforeAll(async () => {
  dns = await startSignedDns({
    records: [
      'secure.test. MX 10 MX.secure.test.',
      'secure.test. MX 20 mx.insecure.test.',
      'mx.secure.test. A 192.0.2.1',
      'mx.secure.test. AAAA 2001:db8::1',
      `_25._tcp.mx.secure.test. TLSA 3 1 1 ${DIGEST}`,
      'alias.secure.test. 30 CNAME middle.secure.test.',
      'middle.secure.test. 40 CNAME mx.secure.test.',
      'out.secure.test. CNAME mx.insecure.test.',
      'nowhere.secure.test. CNAME missing.secure.test.',
      'circle.secure.test. CNAME back.secure.test.',
      'back.secure.test. CNAME circle.secure.test.',
      'null.test. MX 0 .',
      'text.test. TXT "v=TLSRPTv1; " "rua=mailto:a@example.org"',
      ...MANY.map((octet) => `_25._tcp.many.test. TLSA 3 1 2 ${LONG.slice(2)}${octet}`),
      `_25._tcp.bogus.test. TLSA 3 1 1 ${DIGEST}`,
      'bogus.test. A 192.0.2.3',
      '_submission._tcp.secure.test. SRV 1 2 587 mx.secure.test.',
      '_submissions._tcp.secure.test. SRV 0 0 0 .',
      '1.2.0.192.in-addr.arpa. PTR mx.secure.test.',
      'dead.test. NS ns.dead.test.',
      'ns.dead.test. A 127.0.0.89',
    ],
    unsigned: {
      'insecure.test': [
        'insecure.test. MX 10 mx.insecure.test.',
        'mx.insecure.test. A 192.0.2.2',
        `_25._tcp.mx.insecure.test. TLSA 3 1 1 ${DIGEST}`,
        'in.insecure.test. CNAME mx.secure.test.',
      ],
    },
    spoil: (zone) =>
      zone.replace(new RegExp(`^(_25\\._tcp\\.bogus\\..*TLSA.*)${DIGEST}`, 'm'), `$1${'ba'.repeat(32)}`),
  });
});
afterAll(() => dns.stop());

const validating = () => createResolver({ servers: [dns.resolver], timeoutMs: 5000 });

describe('the resolver', () => {
  it('finds secure records', async () => {
    expect(await validating().tlsa('_25._tcp.MX.secure.test.')).toEqual({
      kind: 'found',
      secure: true,
      aliases: [],
      canonicalName: '_25._tcp.mx.secure.test',
      records: [{ usage: 3, selector: 1, matchingType: 1, data: new Uint8Array(32).fill(0xab) }],
      ttl: expect.any(Number),
    });
  });

  it('reads each type', async () => {
    const resolver = validating();
    const read = async (answer: Promise<{ kind: string; records?: readonly unknown[] }>) =>
      (await answer).records;
    expect(await read(resolver.mx('secure.test'))).toEqual(
      expect.arrayContaining([
        { preference: 10, exchange: 'mx.secure.test' },
        { preference: 20, exchange: 'mx.insecure.test' },
      ]),
    );
    expect(await read(resolver.mx('null.test'))).toEqual([{ preference: 0, exchange: '' }]);
    expect(await read(resolver.a('mx.secure.test'))).toEqual(['192.0.2.1']);
    expect(await read(resolver.aaaa('mx.secure.test'))).toEqual(['2001:db8::1']);
    expect(await read(resolver.cname('alias.secure.test'))).toEqual(['middle.secure.test']);
    expect(await read(resolver.txt('text.test'))).toEqual(['v=TLSRPTv1; rua=mailto:a@example.org']);
    expect(await read(resolver.ns('.'))).toEqual(['ns.test']);
    expect(await read(resolver.ptr(reverseName('192.0.2.1')))).toEqual(['mx.secure.test']);
    expect(await read(resolver.soa(''))).toEqual([
      {
        ...{ primary: 'ns.test', mailbox: 'hostmaster.test', serial: 1 },
        ...{ refresh: 3600, retry: 600, expire: 86_400, minimum: 5 },
      },
    ]);
    expect(await read(resolver.srv('_submission._tcp.secure.test'))).toEqual([
      { priority: 1, weight: 2, port: 587, target: 'mx.secure.test' },
    ]);
    expect(await read(resolver.srv('_submissions._tcp.secure.test'))).toEqual([
      { priority: 0, weight: 0, port: 0, target: '' },
    ]);
  });

  it('follows aliases and gives the smallest TTL on the way', async () => {
    const answer = await validating().a('alias.secure.test');
    expect(answer).toMatchObject({
      kind: 'found',
      secure: true,
      aliases: ['alias.secure.test', 'middle.secure.test'],
      canonicalName: 'mx.secure.test',
      records: ['192.0.2.1'],
    });
    expect(answer.kind === 'found' && answer.ttl).toBeLessThanOrEqual(30);
  });

  it.each([
    ['out.secure.test', 'mx.insecure.test', '192.0.2.2'],
    ['in.insecure.test', 'mx.secure.test', '192.0.2.1'],
  ])('finds %s insecure: one of its aliases is', async (name, canonicalName, address) => {
    const answer = await validating().a(name);
    expect(answer).toMatchObject({ kind: 'found', secure: false, canonicalName, records: [address] });
    expect(await validating().cname(name)).toMatchObject({ secure: name === 'out.secure.test' });
  });

  it('tells what is not there, and whether that is proven', async () => {
    const resolver = validating();
    expect(await resolver.a('missing.secure.test')).toMatchObject({
      ...{ kind: 'none', secure: true, nameExists: false, aliases: [] },
    });
    expect(await resolver.mx('mx.secure.test')).toMatchObject({
      kind: 'none',
      secure: true,
      nameExists: true,
    });
    expect(await resolver.a('missing.insecure.test')).toMatchObject({ kind: 'none', secure: false });
    expect(await resolver.a('nowhere.secure.test')).toMatchObject({
      ...{ kind: 'none', secure: true, nameExists: false, canonicalName: 'missing.secure.test' },
    });
  });

  it('tells what is bogus from what fails', async () => {
    const resolver = validating();
    expect(await resolver.a('bogus.test')).toMatchObject({ kind: 'found', secure: true });
    const bogus = await resolver.tlsa('_25._tcp.bogus.test');
    expect(bogus).toMatchObject({ kind: 'bogus' });
    expect(bogus.kind === 'bogus' && bogus.detail).toMatch(
      new RegExp(`^${formatEndpoint(dns.resolver)} answered SERVFAIL \\(DNSSEC bogus`),
    );
    expect(await resolver.lookup('_25._tcp.bogus.test', 'TLSA', { checkingDisabled: true })).toMatchObject({
      ...{ kind: 'found', secure: false },
    });
    expect(await resolver.a('circle.secure.test')).toMatchObject({ kind: 'failed' });
  });

  it('asks by TCP what does not fit into a datagram', async () => {
    const answer = await validating().tlsa('_25._tcp.many.test');
    expect(answer.kind === 'found' && answer.records.map(({ data }) => data.at(-1)).sort(byNumber)).toEqual(
      MANY.map((octet) => Number.parseInt(octet, 16)),
    );
  });

  it('serves the look-ups of DANE', async () => {
    const resolver = validating();
    expect(await findMailHosts(resolver, 'secure.test')).toMatchObject({
      kind: 'mx',
      nextHop: { secure: true },
      hosts: [{ name: 'mx.secure.test' }, { name: 'mx.insecure.test' }],
    });
    const tlsaOf = async (name: string) => (await findTlsa(resolver, name, 25)).tlsa;
    expect(await tlsaOf('alias.secure.test')).toMatchObject({ kind: 'secure', baseDomain: 'mx.secure.test' });
    expect(await tlsaOf('mx.insecure.test')).toMatchObject({ kind: 'not-asked', reason: 'insecure-address' });
    expect(await tlsaOf('bogus.test')).toMatchObject({ kind: 'bogus', name: '_25._tcp.bogus.test' });
    expect(await tlsaOf('out.secure.test')).toMatchObject({ kind: 'none', baseDomain: 'out.secure.test' });
  });
});

const byNumber = (a: number | undefined, b: number | undefined): number => (a ?? 0) - (b ?? 0);

describe('a resolver', () => {
  it('that validates is told from one that does not', async () => {
    expect(await validating().validates()).toMatchObject({
      validates: 'yes',
      detail: `${formatEndpoint(dns.resolver)} validates`,
    });
    const plain = createResolver({ servers: [dns.plainResolver] });
    const { validates, detail } = await plain.validates(['secure.test']);
    expect(validates).toBe('no');
    expect(detail).toContain(`${formatEndpoint(dns.plainResolver)} does not validate`);
    expect(await plain.a('mx.secure.test')).toMatchObject({ kind: 'found', secure: false });
  });

  it('that does not validate is found behind one that does', async () => {
    const both = createResolver({ servers: [dns.resolver, dns.plainResolver] });
    expect((await both.validates()).validates).toBe('no');
    // The first one's word on what is bogus stands: the second would know nothing of it.
    expect(await both.tlsa('_25._tcp.bogus.test')).toMatchObject({ kind: 'bogus' });
  });

  it('that serves zones and resolves nothing for others is refused', async () => {
    const resolver = createResolver({ servers: [dns.nameServer] });
    expect(await resolver.a('mx.secure.test')).toMatchObject({
      kind: 'failed',
      detail: `${formatEndpoint(dns.nameServer)} does not resolve names for others`,
    });
    expect((await resolver.validates()).validates).toBe('unknown');
  });
});

describe('findZoneServers', () => {
  const server = { name: 'ns.test', addresses: ['127.0.0.81'], fault: null };

  it.each([
    ['_25._tcp.mx.insecure.test', 'insecure.test'],
    ['insecure.test', 'insecure.test'],
    ['_25._tcp.bogus.test', ''],
    ['out.secure.test', ''],
  ])('finds the zone of %s', async (name, zone) => {
    expect(await findZoneServers(validating(), name)).toEqual({
      ...{ kind: 'found', zone, serial: 1, servers: [server] },
    });
  });
});

describe('askNameServer', () => {
  it('gives what the server itself has, validated or not', async () => {
    expect(await askNameServer(dns.nameServer, '_25._tcp.bogus.test', 'TLSA')).toMatchObject({
      kind: 'found',
      canonicalName: '_25._tcp.bogus.test',
      records: [{ usage: 3, data: new Uint8Array(32).fill(0xba) }],
      ttl: 60,
    });
    expect(await askNameServer(dns.nameServer, '_25._tcp.many.test', 'TLSA')).toMatchObject({
      kind: 'found',
      records: { length: MANY.length },
    });
    expect(await askNameServer(dns.nameServer, 'missing.test', 'A')).toMatchObject({
      ...{ kind: 'none', nameExists: false, ttl: 5 },
    });
    expect(await askNameServer(dns.nameServer, 'mx.secure.test', 'MX')).toMatchObject({
      ...{ kind: 'none', nameExists: true, ttl: 5 },
    });
  });

  it('tells a server that does not serve the zone', async () => {
    expect(await askNameServer(dns.nameServer, 'x.dead.test', 'A')).toMatchObject({
      kind: 'not-authoritative',
    });
    expect(await askNameServer(dns.plainResolver, 'mx.secure.test', 'A')).toMatchObject({
      kind: 'failed',
      detail: `${formatEndpoint(dns.plainResolver)} answered REFUSED (not authoritative)`,
    });
  });
});
