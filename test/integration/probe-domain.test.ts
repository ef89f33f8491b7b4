/** Domains: MX and SRV hosts, every name server; against servers on loopback. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { probeTargetBody, type ProbeTargetBody } from '#contracts';
import { formatTlsa, tlsaRecord } from '#dane';
import type { TlsaRecord } from '#dns';
import type { AskNameServer } from '#probe';

import { because, detail } from '#text';

import { startMailServer, type MailServer } from '../support/mail-server.js';
import { MemoryResolver } from '../support/memory-resolver.js';
import { ocspResponse } from '../support/ocsp-response.js';
import { codesOf, probe, PROBE_NOW } from '../support/probe-fixture.js';
import { issueCertificate, type TestCertificate } from '../support/x509.js';

const DOMAIN = 'example.test';
const MX = { kind: 'mx' } as const;

let certificate: TestCertificate;
let record: TlsaRecord;
let server: MailServer;
let resolver: MemoryResolver;

beforeAll(async () => {
  const names = [DOMAIN, `mx1.${DOMAIN}`, `mx2.${DOMAIN}`];
  certificate = issueCertificate({ name: DOMAIN, dnsNames: names });
  record = tlsaRecord(3, 1, 1, certificate.der);
  server = await startMailServer({
    tls: { key: certificate.keyPem, cert: certificate.pem },
    ocsp: ocspResponse({
      ...{ certificate: certificate.der, issuer: certificate, signer: certificate },
      ...{ status: 'good', thisUpdate: new Date(PROBE_NOW) },
    }),
  });
});

afterAll(() => server.close());

beforeEach(() => {
  resolver = new MemoryResolver();
  for (const host of [DOMAIN, `mx1.${DOMAIN}`, `mx2.${DOMAIN}`]) {
    resolver.set('a', host, ['127.0.0.1']).set('tlsa', `_${server.port}._tcp.${host}`, [record]);
  }
});

function mx(secure = true): MemoryResolver {
  const records = [
    { preference: 20, exchange: `mx2.${DOMAIN}` },
    { preference: 10, exchange: `mx1.${DOMAIN}` },
  ];
  return resolver.set('mx', DOMAIN, records, { secure });
}

async function probeDomain(): Promise<ProbeTargetBody> {
  const { body } = await probe(DOMAIN, { mode: MX, port: server.port }, { resolver });
  expect(probeTargetBody.parse(body)).toEqual(body);
  return body;
}

describe('runProbe of a domain', () => {
  it('probes every MX host, the best first, and lets the domain’s name stand for it', async () => {
    mx();
    const body = await probeDomain();

    expect(body).toMatchObject({
      result: 'ok',
      dane: 'verified',
      lookup: { name: DOMAIN, type: 'MX', secure: true },
    });
    expect(body.hosts.map(({ name, preference }) => [name, preference])).toEqual([
      [`mx1.${DOMAIN}`, 10],
      [`mx2.${DOMAIN}`, 20],
    ]);
    expect(body.hosts[0]!.referenceNames).toEqual([`mx1.${DOMAIN}`, DOMAIN]);
  });

  it('is as good as its worst host', async () => {
    const name = `_${server.port}._tcp.mx2.${DOMAIN}`;
    mx().set('tlsa', name, [{ ...record, data: Buffer.alloc(32) }]);
    const body = await probeDomain();

    expect(body).toMatchObject({ result: 'error', dane: 'mismatch' });
    expect(body.hosts.map(({ dane }) => dane)).toEqual(['verified', 'mismatch']);
  });

  it('is not verified when its MX records are insecure, whatever its hosts are', async () => {
    mx(false);
    const body = await probeDomain();

    expect(body).toMatchObject({ result: 'warning', dane: 'insecure' });
    expect(body.hosts.map(({ dane }) => dane)).toEqual(['verified', 'verified']);
    expect(body.hosts[0]!.referenceNames).toEqual([`mx1.${DOMAIN}`]);
  });

  it('without MX records is its own host', async () => {
    resolver.set('txt', DOMAIN, ['v=spf1 -all']);
    const body = await probeDomain();

    expect(body).toMatchObject({
      result: 'ok',
      dane: 'verified',
      hosts: [{ name: DOMAIN, preference: null }],
    });
    expect(codesOf(body)).toContain('no-mx');
  });

  it.each<[string, (resolver: MemoryResolver) => MemoryResolver, string, string]>([
    ['with a null MX', (dns) => dns.set('mx', DOMAIN, [{ preference: 0, exchange: '' }]), 'null-mx', 'none'],
    ['with bogus MX records', (dns) => dns.fail('mx', DOMAIN, 'bogus'), 'lookup-bogus', 'bogus'],
    ['whose servers fail', (dns) => dns.fail('mx', DOMAIN, 'failed'), 'lookup-failed', 'bogus'],
    [
      'that names an address',
      (dns) => dns.set('mx', DOMAIN, [{ preference: 0, exchange: '192.0.2.1' }]),
      'mx-is-address',
      'unreachable',
    ],
  ])('%s has no hosts', async (_, prepare, code, dane) => {
    prepare(resolver);
    const body = await probeDomain();

    expect(body).toMatchObject({ dane, hosts: [] });
    expect(codesOf(body)).toContain(code);
  });

  it('with a null MX that is none, or beside others, is warned about', async () => {
    resolver.set('mx', DOMAIN, [{ preference: 10, exchange: '' }]);
    expect(codesOf(await probeDomain())).toEqual(expect.arrayContaining(['null-mx', 'null-mx-preference']));
    resolver.set('mx', DOMAIN, [
      { preference: 0, exchange: '' },
      { preference: 10, exchange: `mx1.${DOMAIN}` },
    ]);
    expect(codesOf(await probeDomain())).toContain('null-mx-beside-others');
  });

  it('with more hosts and addresses than can be meant is probed in part, and says so', async () => {
    const hosts = Array.from({ length: 52 }, (_, index) => `mx${index}.many.test`);
    resolver.set(
      'mx',
      'many.test',
      hosts.map((exchange) => ({ preference: 10, exchange })),
    );
    for (const host of hosts) resolver.set('a', host, []);
    const addresses = Array.from({ length: 25 }, (_, index) => `127.0.2.${index}`);
    resolver.set('a', 'mx0.many.test', addresses);
    const closed = {
      dial: async () => ({ kind: 'refused' as const, ...because(detail('connection-refused')) }),
    };
    const { body } = await probe('many.test', { mode: MX, families: [4] }, { resolver, dialer: closed });

    expect(body.hosts).toHaveLength(50);
    expect(body.hosts[0]!.addresses).toHaveLength(20);
    expect(codesOf(body).filter((code) => code === 'left-out')).toHaveLength(2);
  });

  it('that does not exist is told so', async () => {
    const { body } = await probe('nowhere.test', { mode: MX, policies: true });
    expect(body).toMatchObject({
      result: 'error',
      dane: 'unreachable',
      findings: [{ code: 'no-such-domain' }],
      mtaSts: null,
      tlsRpt: null,
    });
  });
});

describe('runProbe of a service', () => {
  const mode = { kind: 'srv', service: 'submission' } as const;
  const name = `_submission._tcp.${DOMAIN}`;

  it('takes the ports of the SRV records, unless another was given', async () => {
    const records = [{ priority: 0, weight: 1, port: server.port, target: `mx1.${DOMAIN}` }];
    resolver.set('srv', name, records);
    const { body } = await probe(DOMAIN, { mode }, { resolver });

    expect(body).toMatchObject({
      mode: 'srv',
      result: 'ok',
      dane: 'verified',
      lookup: { name, type: 'SRV' },
    });
    expect(body.hosts).toMatchObject([{ name: `mx1.${DOMAIN}`, port: server.port, preference: 0 }]);
    const other = await probe(DOMAIN, { mode, port: 1 }, { resolver });
    expect(other.body.hosts).toMatchObject([{ port: 1, dane: 'unreachable' }]);
  });

  it('does not apply DANE to what insecure SRV records name', async () => {
    const records = [{ priority: 0, weight: 1, port: server.port, target: `mx1.${DOMAIN}` }];
    resolver.set('srv', name, records, { secure: false });
    const { body } = await probe(DOMAIN, { mode }, { resolver });

    expect(body).toMatchObject({ result: 'warning', dane: 'insecure', hosts: [{ dane: 'insecure' }] });
  });

  it.each([
    [[], 'no-srv'],
    [[{ priority: 0, weight: 0, port: 0, target: '' }], 'srv-not-offered'],
  ])('that is not there is told so', async (records, code) => {
    if (records.length > 0) resolver.set('srv', name, records);
    const { body } = await probe(DOMAIN, { mode }, { resolver });
    expect(body.hosts).toEqual([]);
    expect(codesOf(body)).toContain(code);
  });
});

describe('OCSP', () => {
  it('is told when it is stapled, and demanded with expectOcsp alone', async () => {
    const plain = await startMailServer({ tls: { key: certificate.keyPem, cert: certificate.pem } });
    resolver.set('tlsa', `_${plain.port}._tcp.${DOMAIN}`, [record]);
    const results = await Promise.all(
      [server, plain].map(async ({ port }) => {
        const { body } = await probe(DOMAIN, { port, expectOcsp: true }, { resolver });
        return [body.result, body.hosts[0]!.addresses[0]!.handshakes[0]!.ocsp!.status, codesOf(body)[0]];
      }),
    );
    await plain.close();
    expect(results).toEqual([
      ['ok', 'good', 'rollover-not-ready'],
      ['error', 'none', 'ocsp-missing'],
    ]);
  });
});

describe('every name server', () => {
  it('is asked, and one that differs is named, as is one that is silent', async () => {
    const replies: Record<string, Awaited<ReturnType<AskNameServer>>> = {
      '192.0.2.1': { kind: 'records', records: [record] },
      '192.0.2.2': { kind: 'records', records: [] },
      '192.0.2.3': { kind: 'failed', ...because(detail('no-answer')) },
    };
    resolver.set('ns', DOMAIN, ['ns1.test', 'ns2.test', 'ns3.test']);
    Object.keys(replies).forEach((address, index) => {
      resolver.set('a', `ns${index + 1}.test`, [address]);
    });
    const { body } = await probe(
      `mx1.${DOMAIN}`,
      { port: server.port, allNameServers: true },
      { resolver, askNameServer: (address) => Promise.resolve(replies[address]!) },
    );

    expect(body.hosts[0]!.tlsa.nameServers).toMatchObject([
      { name: 'ns1.test', address: '192.0.2.1', records: [formatTlsa(record)], agrees: true, error: null },
      { name: 'ns2.test', address: '192.0.2.2', records: [], agrees: false, error: null },
      { name: 'ns3.test', address: '192.0.2.3', records: null, agrees: false, error: 'no answer' },
    ]);
    expect(body.result).toBe('error');
    expect(codesOf(body)).toEqual(['name-server-failed', 'name-servers-disagree', 'rollover-not-ready']);
  });
});
