import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { probeTargetBody } from '#contracts';
import { tlsaRecord } from '#dane';
import type { TlsaRecord } from '#dns';

import { startMailServer, type MailServer, type MailServerOptions } from '../support/mail-server.js';
import { MemoryResolver } from '../support/memory-resolver.js';
import { codesOf, probe } from '../support/probe-fixture.js';
import { issueCertificate, type TestCertificate } from '../support/x509.js';

const HOST = 'mx.example.test';

let authority: TestCertificate;
let rsa: TestCertificate;
let ecdsa: TestCertificate;
const servers: MailServer[] = [];

beforeAll(() => {
  authority = issueCertificate({ name: 'Test CA', ca: true, keyUsage: 0x04 });
  rsa = leaf({ key: 'rsa' });
  ecdsa = leaf({ key: 'ecdsa' });
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

function leaf(request: Partial<Parameters<typeof issueCertificate>[0]>): TestCertificate {
  return issueCertificate({ name: HOST, issuer: authority, dnsNames: [HOST], ...request });
}

function serving(...certificates: TestCertificate[]) {
  return {
    key: certificates.map(({ keyPem }) => keyPem),
    cert: certificates.map(({ pem }) => pem + authority.pem),
  };
}

async function start(options: MailServerOptions): Promise<MailServer> {
  const server = await startMailServer(options);
  servers.push(server);
  return server;
}

function keyRecord({ der }: TestCertificate): TlsaRecord {
  return tlsaRecord(3, 1, 1, der);
}

function zone(port: number, records: readonly TlsaRecord[], secure = true): MemoryResolver {
  const resolver = new MemoryResolver(secure).set('a', HOST, ['127.0.0.1'], { secure });
  return records.length === 0 ? resolver : resolver.set('tlsa', `_${port}._tcp.${HOST}`, records, { secure });
}

describe('runProbe of a host', () => {
  it('verifies a server whose key is published, and says so to the last field', async () => {
    const server = await start({ tls: serving(rsa) });
    const resolver = zone(server.port, [keyRecord(rsa)]);
    const { body, steps } = await probe(HOST, { port: server.port }, { resolver });

    expect(probeTargetBody.parse(body)).toEqual(body);
    expect(body).toMatchObject({ result: 'ok', dane: 'verified', resolver: { validates: true } });
    const [address] = body.hosts[0]!.addresses;
    expect(address).toMatchObject({ dane: 'verified', banner: '220 mail.test ESMTP', starttls: true });
    expect(address!.handshakes.map(({ offered, status, dane }) => ({ offered, status, dane }))).toEqual([
      { offered: 'any', status: 'completed', dane: 'verified' },
      { offered: 'rsa', status: 'completed', dane: 'verified' },
      { offered: 'ecdsa', status: 'not-offered', dane: null },
    ]);
    expect(server.serverNames).toEqual([HOST, HOST]);
    // Who says nothing but QUIT within TLS has refused the certificate.
    const verbs = server.commands.map((command) => command.split(' ')[0]);
    expect(verbs.slice(0, 8)).toEqual(Array(2).fill(['EHLO', 'STARTTLS', 'EHLO', 'QUIT']).flat());
    expect(steps.map(({ text }) => text)).toContain(
      `asked for the TLSA records of _${server.port}._tcp.${HOST}: 1, secure`,
    );
  });

  it('finds the second certificate that has no record', async () => {
    const server = await start({ tls: serving(rsa, ecdsa) });
    const resolver = zone(server.port, [keyRecord(ecdsa)]);
    const { body } = await probe(HOST, { port: server.port }, { resolver });

    expect(body).toMatchObject({ result: 'error', dane: 'mismatch' });
    const [address] = body.hosts[0]!.addresses;
    expect(address!.handshakes.map(({ offered, dane }) => [offered, dane])).toEqual([
      ['any', 'verified'],
      ['rsa', 'mismatch'],
      ['ecdsa', 'verified'],
    ]);
    const found = address!.findings.find(({ code }) => code === 'second-certificate-unpublished');
    expect(found!.text).toContain('also has an RSA certificate');
    expect(codesOf(body)).not.toContain('tlsa-mismatch');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('sees both certificates over %s', async (version) => {
    const server = await start({ tls: { ...serving(rsa, ecdsa), minVersion: version, maxVersion: version } });
    const resolver = zone(server.port, [keyRecord(rsa), keyRecord(ecdsa)]);
    const { body } = await probe(HOST, { port: server.port }, { resolver });

    expect(body).toMatchObject({ result: 'ok', dane: 'verified' });
    const keys = body.hosts[0]!.addresses[0]!.handshakes.map(({ certificates }) => certificates[0]!.key);
    expect(keys.slice(1)).toEqual(['RSA 2048', 'ECDSA P-256']);
    expect(body.hosts[0]!.rollover).toMatchObject({ scheme: '3 1 1 + 3 1 1', ready: false });
  });

  it('tells a mismatch with what senders write', async () => {
    const server = await start({ tls: serving(rsa) });
    const { body } = await probe(
      HOST,
      { port: server.port },
      { resolver: zone(server.port, [keyRecord(ecdsa)]) },
    );

    expect(body).toMatchObject({ result: 'error', dane: 'mismatch' });
    const [mismatch] = body.hosts[0]!.addresses[0]!.findings;
    expect(mismatch).toMatchObject({ code: 'tlsa-mismatch', severity: 'error', rfc: 'RFC 7672 §2.2' });
    expect(mismatch!.bounces.map(({ sender }) => sender)).toEqual(['Exchange Online', 'Postfix', 'Postfix']);
    expect(body.hosts[0]!.addresses[0]!.handshakes[0]!.records).toMatchObject([
      { result: 'mismatch', depth: null, reason: expect.stringContaining('digest') },
    ]);
  });

  it('does not demand names or dates under DANE-EE, and tells both', async () => {
    const expired = leaf({ dnsNames: ['other.test'], notAfter: new Date('2026-02-01') });
    const server = await start({ tls: serving(expired) });
    const resolver = zone(server.port, [keyRecord(expired)]);
    const { body } = await probe(HOST, { port: server.port }, { resolver });

    expect(body).toMatchObject({ result: 'warning', dane: 'verified' });
    expect(codesOf(body)).toEqual(['certificate-expired', 'name-not-in-certificate', 'rollover-not-ready']);
  });

  it('takes the names of --aka into account', async () => {
    const other = leaf({ dnsNames: ['other.test'] });
    const server = await start({ tls: serving(other) });
    const resolver = zone(server.port, [keyRecord(other)]);
    const { body } = await probe(HOST, { port: server.port, akaNames: ['other.test'] }, { resolver });

    expect(body.hosts[0]!.addresses[0]!.handshakes[0]!.names).toEqual({
      accepted: [HOST, 'other.test'],
      matched: ['other.test'],
    });
    expect(codesOf(body)).not.toContain('name-not-in-certificate');
  });

  it.each([
    ['expired', { notAfter: new Date('2026-02-01') }, 'certificate-expired'],
    ['with another name', { dnsNames: ['other.test'] }, 'certificate-host-mismatch'],
  ])('does not verify a certificate %s under DANE-TA', async (_, request, bounce) => {
    const wrong = leaf(request);
    const server = await start({ tls: serving(wrong) });
    const resolver = zone(server.port, [tlsaRecord(2, 1, 1, authority.der)]);
    const { body } = await probe(HOST, { port: server.port }, { resolver });

    expect(body).toMatchObject({ result: 'error', dane: 'mismatch' });
    const [mismatch] = body.hosts[0]!.addresses[0]!.findings;
    expect(mismatch!.bounces[0]!.text).toContain(bounce);
  });

  it('verifies by an anchor that is sent along, and judges the rollover', async () => {
    const server = await start({ tls: serving(ecdsa) });
    const resolver = zone(server.port, [keyRecord(ecdsa), tlsaRecord(2, 1, 1, authority.der)]);
    const { body } = await probe(HOST, { port: server.port, suggest: true }, { resolver });

    expect(body).toMatchObject({ result: 'ok', dane: 'verified' });
    const [host] = body.hosts;
    expect(host!.rollover).toMatchObject({ scheme: '3 1 1 + 2 1 1', ready: true });
    expect(host!.suggestions).toEqual(
      host!.tlsa.records.map(({ text }) => `_${server.port}._tcp.${HOST}. IN TLSA ${text}`),
    );
    expect(codesOf(body)).toEqual(['anchor-from-connection']);
  });

  it('reports what was presented, and nothing that this machine could add to it', async () => {
    const unrelated = issueCertificate({ name: 'Unrelated' });
    const server = await start({ tls: { key: ecdsa.keyPem, cert: ecdsa.pem + unrelated.pem } });
    const resolver = zone(server.port, [tlsaRecord(2, 1, 1, authority.der)]);
    const ports = { resolver, authorities: authority.pem };
    const { body } = await probe(HOST, { port: server.port }, ports);

    const [handshake] = body.hosts[0]!.addresses[0]!.handshakes;
    expect(handshake!.certificates.map(({ subject }) => subject)).toEqual([`CN=${HOST}`, 'CN=Unrelated']);
    expect(handshake).toMatchObject({ dane: 'mismatch', webPki: { trusted: true, error: null } });
  });

  it('tells what keeps DANE from applying: no records, insecure ones, unusable ones', async () => {
    const server = await start({ tls: serving(rsa) });
    const states = await Promise.all(
      [
        zone(server.port, []),
        zone(server.port, [keyRecord(ecdsa)], false),
        zone(server.port, [tlsaRecord(1, 1, 1, rsa.der)]),
        zone(server.port, [keyRecord(rsa)]).fail('tlsa', `_${server.port}._tcp.${HOST}`, 'bogus'),
      ].map(async (resolver) => {
        const { body } = await probe(HOST, { port: server.port }, { resolver });
        return [body.result, body.dane, codesOf(body)[0]];
      }),
    );
    expect(states).toEqual([
      ['warning', 'none', 'tlsa-none'],
      ['warning', 'insecure', 'resolver-not-known-to-validate'],
      ['warning', 'unusable', 'tlsa-unusable'],
      ['error', 'bogus', 'tlsa-bogus'],
    ]);
  });

  it('compares insecure records all the same', async () => {
    const server = await start({ tls: serving(rsa) });
    const resolver = zone(server.port, [keyRecord(rsa)], false);
    const { body } = await probe(HOST, { port: server.port }, { resolver });

    expect(codesOf(body)).toContain('tlsa-insecure');
    expect(body.hosts[0]!.addresses[0]!.handshakes[0]).toMatchObject({
      dane: 'insecure',
      records: [{ result: 'match' }],
    });
  });

  it('names a resolver that does not validate', async () => {
    const server = await start({ tls: serving(rsa) });
    const resolver = zone(server.port, [keyRecord(rsa)], false).set('ns', '.', ['a.root'], { secure: false });
    const { body } = await probe(HOST, { port: server.port }, { resolver });

    expect(body).toMatchObject({ result: 'error', resolver: { validates: false } });
    expect(body.findings[0]).toMatchObject({ code: 'resolver-does-not-validate', severity: 'error' });
  });

  it('speaks TLS on connect', async () => {
    const server = await start({ tls: serving(rsa), tlsOnConnect: true });
    const resolver = zone(server.port, [keyRecord(rsa)]);
    const { body } = await probe(HOST, { port: server.port, tlsOnConnect: true }, { resolver });

    expect(body).toMatchObject({ result: 'ok', dane: 'verified' });
    expect(body.hosts[0]!.addresses[0]).toMatchObject({ banner: '220 mail.test ESMTP', starttls: null });
  });

  it('warns of TLS 1.0', async () => {
    const tls = {
      ...serving(rsa),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    } as const;
    const server = await start({ tls });
    const resolver = zone(server.port, [keyRecord(rsa)]);
    const { body } = await probe(HOST, { port: server.port }, { resolver });

    expect(body).toMatchObject({ result: 'warning', dane: 'verified' });
    expect(codesOf(body)).toContain('tls-outdated');
  });

  it('warns of a certificate that expires soon, unless dates are not to be looked at', async () => {
    const soon = leaf({ notAfter: new Date('2026-06-10') });
    const server = await start({ tls: serving(soon) });
    const resolver = zone(server.port, [keyRecord(soon)]);

    const { body } = await probe(HOST, { port: server.port }, { resolver });
    expect(codesOf(body)).toContain('certificate-expires-soon');
    const lenient = await probe(HOST, { port: server.port, expirationWarningMs: 0 }, { resolver });
    expect(lenient.body.result).toBe('ok');
  });

  it('probes every address, in order, and tells the one that is not served', async () => {
    const server = await start({ tls: serving(rsa) });
    const resolver = zone(server.port, [keyRecord(rsa)]).set('a', HOST, ['127.0.0.9', '127.0.0.1']);
    const { body } = await probe(HOST, { port: server.port }, { resolver });

    expect(body).toMatchObject({ result: 'warning', dane: 'verified' });
    expect(body.hosts[0]!.addresses.map(({ address, dane }) => [address, dane])).toEqual([
      ['127.0.0.1', 'verified'],
      ['127.0.0.9', 'unreachable'],
    ]);
  });
});
