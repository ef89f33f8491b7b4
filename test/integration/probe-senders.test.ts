/** What each sender makes of a host: its own rules, and nothing guessed. */
import { afterAll, afterEach, describe, expect, it } from 'vitest';

import type { ProbeHostBody } from '#contracts';
import { tlsaRecord } from '#dane';
import type { TlsaRecord } from '#dns';
import type { ProbeOptions } from '#probe';

import { type MailServer, startMailServer } from '../support/mail-server.js';
import { MemoryResolver } from '../support/memory-resolver.js';
import { probe } from '../support/probe-fixture.js';
import { type CertificateRequest, issueCertificate, type TestCertificate } from '../support/x509.js';

const DOMAIN = 'example.test';
const HOST = `mx.${DOMAIN}`;
const PAST = { notBefore: new Date('2024-01-01'), notAfter: new Date('2025-01-01') };
const CERT_SIGN = 0x04;

const root = issueCertificate({ name: 'Root', ca: true, keyUsage: CERT_SIGN });
const authority = issueCertificate({ name: 'CA', issuer: root, ca: true, keyUsage: CERT_SIGN });
const old = issueCertificate({ name: 'CA', keyOf: authority, issuer: root, ca: true, ...PAST });
const bare = issueCertificate({ name: 'Bare', keyUsage: CERT_SIGN });

function leaf(request: Partial<CertificateRequest> = {}): TestCertificate {
  return issueCertificate({ name: HOST, issuer: authority, dnsNames: [HOST], ...request });
}

const ee = ({ der }: TestCertificate): TlsaRecord => tlsaRecord(3, 1, 1, der);
const ta = ({ der }: TestCertificate, selector: 0 | 1 = 0, type: 0 | 1 = 1): TlsaRecord =>
  tlsaRecord(2, selector, type, der);

const open: MailServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
afterAll(() => expect(open).toEqual([]));

async function host(
  chain: readonly [TestCertificate, ...TestCertificate[]] | null,
  records: readonly TlsaRecord[],
  zone: (resolver: MemoryResolver) => void = () => undefined,
  options: Partial<ProbeOptions> = {},
): Promise<ProbeHostBody> {
  const tls = chain && { key: chain[0].keyPem, cert: chain.map(({ pem }) => pem).join('') };
  const server = await startMailServer({ tls });
  open.push(server);
  const resolver = new MemoryResolver()
    .set('mx', DOMAIN, [{ preference: 10, exchange: HOST }])
    .set('a', HOST, ['127.0.0.1']);
  if (records.length > 0) resolver.set('tlsa', `_${server.port}._tcp.${HOST}`, records);
  zone(resolver);
  const mode = { kind: 'mx' } as const;
  const { body } = await probe(DOMAIN, { mode, port: server.port, ...options }, { resolver });
  return body.hosts[0]!;
}

/** What is said of the certificates and what is said of the senders must not contradict each other. */
function expectAgreement(seen: ProbeHostBody): void {
  const findings = seen.addresses.flatMap((address) => address.findings);
  const differing = findings.find(({ code }) => code === 'senders-differ');
  const strict = seen.senders.find(({ sender }) => sender === 'RFC 7672')!;
  if (seen.dane === 'verified') expect(differing !== undefined).toBe(strict.verdict !== 'authenticated');
  if (seen.dane !== 'mismatch') return;
  const isForAll = seen.senders.every(({ verdict }) => verdict === 'deferred');
  expect(mismatchText(seen).includes('senders that use DANE do not deliver')).toBe(isForAll);
  if (!isForAll) for (const { sender } of seen.senders) expect(mismatchText(seen)).toContain(sender);
}

function mismatchText({ addresses }: ProbeHostBody): string {
  const findings = addresses.flatMap((address) => address.findings);
  return findings.find(({ code }) => code === 'tlsa-mismatch')!.text;
}

const verdicts = ({ senders }: ProbeHostBody): string[] => senders.map(({ verdict }) => verdict);
const unsignedMx = (resolver: MemoryResolver): void => {
  resolver.set('mx', DOMAIN, [{ preference: 10, exchange: HOST }], { secure: false });
};
const right = leaf();
const expired = leaf(PAST);
const misnamed = leaf({ dnsNames: ['other.test'] });
const underBare = leaf({ issuer: bare });
const forAnything = leaf({ purposes: ['2.5.29.37.0'] });
const signsNothing = leaf({ keyUsage: 0x20 });
const nameless = leaf({ subject: [] });

const [A, U, D, EITHER, UNKNOWN] = ['authenticated', 'unauthenticated', 'deferred', 'either', 'not-known'];
const wrong = ee(root);

describe('Postfix, Exim, Exchange Online and RFC 7672, of', () => {
  it.each([
    ['a key that is published', [right], [ee(right)], [A, A, A, A]],
    ['an issuer that is published', [right, authority], [ta(authority)], [A, A, A, A]],
    ['nothing that matches', [right], [wrong], [D, D, D, D]],
    ['an expired certificate under DANE-EE', [expired], [ee(expired)], [A, A, UNKNOWN, A]],
    ['another name under DANE-EE', [misnamed], [ee(misnamed)], [A, A, UNKNOWN, A]],
    ['an expired certificate under DANE-TA', [expired, authority], [ta(authority)], [D, D, D, D]],
    ['another name under DANE-TA', [misnamed, authority], [ta(authority)], [D, D, D, D]],
    ['an anchor that is not sent', [right], [ta(authority)], [D, D, D, D]],
    ['an anchor that its record holds', [right], [ta(authority, 0, 0)], [A, UNKNOWN, UNKNOWN, A]],
    ['an anchor whose record holds its key', [right], [ta(authority, 1, 0)], [A, UNKNOWN, UNKNOWN, EITHER]],
    ['an expired anchor', [right, old], [ta(old)], [A, UNKNOWN, UNKNOWN, EITHER]],
    ['an issuer that does not say that it is a CA', [underBare, bare], [ta(bare)], [A, UNKNOWN, UNKNOWN, D]],
    ['anyExtendedKeyUsage alone', [forAnything, authority], [ta(authority)], [D, UNKNOWN, UNKNOWN, EITHER]],
    ['a key that may not sign', [signsNothing], [ee(signsNothing)], [A, UNKNOWN, A, A]],
    ['an empty subject', [nameless], [ee(nameless)], [A, UNKNOWN, A, A]],
    ['PKIX usages alone', [right], [{ ...ee(right), usage: 1 }], [U, U, U, U]],
    ['an unknown selector alone', [right], [{ ...ee(right), selector: 9 }], [U, UNKNOWN, UNKNOWN, U]],
    ['no TLSA records', [right], [], [U, U, U, U]],
  ] as const)('%s', async (_title, chain, records, expected) => {
    const seen = await host(chain, records);
    expect(verdicts(seen)).toEqual(expected);
    expectAgreement(seen);
  });

  it('TLSA records and no STARTTLS, or neither', async () => {
    expect(verdicts(await host(null, [wrong]))).toEqual([D, D, D, D]);
    expect(verdicts(await host(null, []))).toEqual(Array(4).fill('in-the-clear'));
  });

  it('unsigned MX records: only Postfix goes by the TLSA records of the host', async () => {
    const seen = await host([right], [wrong], unsignedMx);
    expect(verdicts(seen)).toEqual([D, U, U, EITHER]);
    expectAgreement(seen);
    expect(mismatchText(seen)).toContain(
      'Postfix: does not deliver. RFC 7672: may deliver or not. Exim, Exchange Online: delivers over TLS, unauthenticated.',
    );
    expect(seen.senders[1]!.text).toBe(
      'delivers over TLS, unauthenticated: it uses DANE with signed MX records only',
    );
  });

  it('DNS answers that fail', async () => {
    const seen = await host([right], [], (resolver) => {
      for (const { port } of open) resolver.fail('tlsa', `_${port}._tcp.${HOST}`, 'bogus');
    });
    expect(verdicts(seen)).toEqual([D, D, D, D]);
  });

  it('TLSA records that cannot be looked up, behind unsigned MX records', async () => {
    const seen = await host([right], [], (resolver) => {
      unsignedMx(resolver);
      for (const { port } of open) resolver.fail('tlsa', `_${port}._tcp.${HOST}`, 'bogus');
    });
    expect(verdicts(seen)).toEqual([D, U, U, EITHER]);
    const { text } = seen.findings.find(({ code }) => code === 'tlsa-bogus')!;
    expect(text).toContain('unsigned MX records too, as Postfix does');
  });

  it('a second certificate that is not published: who prefers it', async () => {
    const other = leaf({ key: 'rsa' });
    const server = await startMailServer({
      tls: { key: [right.keyPem, other.keyPem], cert: [right.pem, other.pem] },
    });
    open.push(server);
    const resolver = new MemoryResolver()
      .set('a', HOST, ['127.0.0.1'])
      .set('tlsa', `_${server.port}._tcp.${HOST}`, [ee(right)]);
    const { body } = await probe(HOST, { port: server.port }, { resolver });
    expect(verdicts(body.hosts[0]!)).toEqual(Array(4).fill('not-known'));
    const { findings } = body.hosts[0]!.addresses[0]!;
    const second = findings.find(({ code }) => code === 'second-certificate-unpublished');
    expect(second?.text).toMatch(/senders that prefer RSA do not deliver\.$/);
  });

  it('two addresses of which one does not answer: what is reached counts', async () => {
    const seen = await host([right], [ee(right)], (resolver) => {
      resolver.set('a', HOST, ['127.0.0.1', '127.0.0.2']);
    });
    expect(seen.addresses.map(({ dane }) => dane)).toEqual(['verified', 'unreachable']);
    expect(verdicts(seen)).toEqual([A, A, A, A]);
  });

  it('a resolver that does not validate: nothing is known', async () => {
    const server = await startMailServer({ tls: { key: right.keyPem, cert: right.pem } });
    open.push(server);
    const resolver = new MemoryResolver(false).set('a', HOST, ['127.0.0.1'], { secure: false });
    const validates = () => Promise.resolve('no' as const);
    const { body } = await probe(HOST, { port: server.port }, { resolver, validates });
    expect(verdicts(body.hosts[0]!)).toEqual(Array(4).fill('not-known'));
  });

  it('a service that is not for mail between servers: nobody', async () => {
    expect((await host([right], [ee(right)], undefined, { tlsOnConnect: true })).senders).toEqual([]);
  });
});
