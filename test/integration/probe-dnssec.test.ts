/** The probe with a real validating Unbound and Knot: what DNSSEC says decides whether DANE applies. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ProbeTargetBody } from '#contracts';
import { formatTlsa, tlsaRecord } from '#dane';
import type { AskNameServer, ProbeOptions } from '#probe';
import { askNameServer, createResolver, formatEndpoint } from '#dns';

import { because, detail } from '#text';

import { startMailServer, type MailServer } from '../support/mail-server.js';
import { codesOf, probe } from '../support/probe-fixture.js';
import { type SignedDns, startSignedDns } from '../support/signed-dns.js';
import { issueCertificate } from '../support/x509.js';

let server: MailServer;
let dns: SignedDns;
let text: string;

beforeAll(async () => {
  const certificate = issueCertificate({ name: 'mx.secure.test', dnsNames: ['mx.secure.test'] });
  server = await startMailServer({ tls: { key: certificate.keyPem, cert: certificate.pem } });
  text = formatTlsa(tlsaRecord(3, 1, 1, certificate.der));
  const tlsa = (host: string): string => `_${server.port}._tcp.${host}. TLSA ${text}`;
  dns = await startSignedDns({
    records: [
      'secure.test. MX 10 mx.secure.test.',
      'mx.secure.test. A 127.0.0.1',
      tlsa('mx.secure.test'),
      'alias.test. CNAME mx.secure.test.',
      `_${server.port}._tcp.elsewhere.test. CNAME _${server.port}._tcp.mx.secure.test.`,
      'elsewhere.test. A 127.0.0.1',
      'none.test. A 127.0.0.1',
      'bogus.test. A 127.0.0.1',
      tlsa('bogus.test'),
    ],
    unsigned: { 'insecure.test': ['insecure.test. A 127.0.0.1', tlsa('insecure.test')] },
    spoil: (zone) =>
      zone.replace(
        new RegExp(`^(_${server.port}\\._tcp\\.bogus\\..*TLSA.*)${text.slice(-8)}`, 'm'),
        '$1deadbeef',
      ),
  });
});

afterAll(async () => {
  await Promise.all([server.close(), dns.stop()]);
});

const askAtPort: AskNameServer = async (address, name) => {
  const answer = await askNameServer({ ...dns.nameServer, address }, name, 'TLSA');
  return answer.kind === 'found'
    ? { kind: 'records', records: answer.records }
    : { kind: 'failed', ...because(detail('verbatim', answer.kind)) };
};

async function probed(
  name: string,
  options: Partial<ProbeOptions> = {},
  endpoint = dns.resolver,
): Promise<ProbeTargetBody> {
  const { body } = await probe(
    name,
    { port: server.port, ...options },
    {
      resolver: createResolver({ servers: [endpoint] }),
      resolverAddress: formatEndpoint(endpoint),
      askNameServer: askAtPort,
    },
  );
  return body;
}

describe('runProbe with DNSSEC', () => {
  it.each<[string, ProbeTargetBody['dane'], string]>([
    ['mx.secure.test', 'verified', 'rollover-not-ready'],
    ['alias.test', 'verified', 'rollover-not-ready'],
    ['elsewhere.test', 'verified', 'name-not-in-certificate'],
    ['none.test', 'none', 'tlsa-none'],
    ['bogus.test', 'bogus', 'tlsa-bogus'],
    ['insecure.test', 'insecure', 'tlsa-insecure'],
    ['missing.test', 'unreachable', 'no-addresses'],
  ])('%s: %s', async (name, dane, code) => {
    const body = await probed(name);
    expect(body).toMatchObject({ dane, resolver: { validates: true } });
    expect(codesOf(body)).toContain(code);
  });

  it('follows a domain to its host and says the names that were used', async () => {
    const body = await probed('secure.test', { mode: { kind: 'mx' } });

    expect(body).toMatchObject({ result: 'ok', dane: 'verified', lookup: { secure: true } });
    expect(body.hosts[0]).toMatchObject({
      name: 'mx.secure.test',
      preference: 10,
      addressesSecure: true,
      referenceNames: ['mx.secure.test', 'secure.test'],
      tlsa: { status: 'found', secure: true, baseDomain: 'mx.secure.test', records: [{ text }] },
    });
  });

  it('asks every name server of the zone', async () => {
    const body = await probed('mx.secure.test', { allNameServers: true });

    expect(body.result).toBe('ok');
    expect(body.hosts[0]!.tlsa.nameServers).toEqual([
      { name: 'ns.test', address: dns.nameServer.address, records: [text], agrees: true, error: null },
    ]);
  });

  it('names a resolver that does not validate', async () => {
    const body = await probed('mx.secure.test', {}, dns.plainResolver);

    expect(body).toMatchObject({ result: 'error', dane: 'insecure', resolver: { validates: false } });
    expect(body.findings[0]!.text).toContain(formatEndpoint(dns.plainResolver));
    // That nothing is signed would be an unfounded reproach.
    expect(codesOf(body)).not.toContain('addresses-insecure');
  });

  it('does not believe several resolvers of which one does not validate, whichever answered', async () => {
    const resolver = createResolver({ servers: [dns.resolver, dns.plainResolver] });
    const { body } = await probe(
      'mx.secure.test',
      { port: server.port },
      { resolver, validates: async (name) => (await resolver.validates(named(name))).validates },
    );

    expect(body).toMatchObject({ result: 'error', dane: 'insecure', resolver: { validates: false } });
    expect(codesOf(body)).toContain('resolver-does-not-validate');
  });

  it('believes a resolver that validates the zone and not the root, and says so', async () => {
    const resolver = createResolver({ servers: [dns.resolver] });
    const validates = async (name?: string) =>
      name === undefined ? 'no' : (await resolver.validates(named(name))).validates;
    const { body } = await probe('mx.secure.test', { port: server.port }, { resolver, validates });

    expect(body).toMatchObject({ result: 'ok', dane: 'verified', resolver: { validates: true } });
    expect(codesOf(body)).toContain('resolver-validates-in-part');
    expect(codesOf(body)).not.toContain('resolver-does-not-validate');
  });

  it('tells a visitor whose matter the resolver is, and not where it is', async () => {
    const { body } = await probe(
      'mx.secure.test',
      { port: server.port },
      { resolver: createResolver({ servers: [dns.plainResolver] }), resolverAddress: null },
    );

    expect(body.findings[0]).toMatchObject({
      text: expect.stringMatching(/^The resolver of this service does not validate/) as string,
      advice: expect.stringContaining('operator of this service') as string,
    });
  });
});

function named(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name];
}
