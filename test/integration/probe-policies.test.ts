/** MTA-STS and TLSRPT of a domain that receives: a web server and mail servers on loopback (RFC 8461, RFC 8460). */
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { probeTargetBody, type ProbeTargetBody } from '#contracts';
import { tlsaRecord } from '#dane';
import { policyFetcher } from '#mta-sts';
import { directDialer } from '#smtp-client';

import { type MailServer, startMailServer } from '../support/mail-server.js';
import { MemoryResolver } from '../support/memory-resolver.js';
import { probe, PROBE_NOW } from '../support/probe-fixture.js';
import { type CertificateRequest, issueCertificate, type TestCertificate } from '../support/x509.js';

const DOMAIN = 'example.test';
const [MX1, MX2] = [`mx1.${DOMAIN}`, `mx2.${DOMAIN}`];
const POLICY = `version: STSv1\r\nmode: enforce\r\nmx: *.${DOMAIN}\r\nmax_age: 2592000\r\n`;
const ANSWER = { status: 200, type: 'text/plain; charset=utf-8', body: POLICY };

/** Good at the time of the probe and at that of the handshake, which has the clock of the machine. */
const VALID = { notBefore: new Date(PROBE_NOW), notAfter: new Date(Date.now() + 365 * 86_400_000) };
const EXPIRED = {
  notBefore: new Date(Date.now() - 2 * 86_400_000),
  notAfter: new Date(Date.now() - 86_400_000),
};

let ca: TestCertificate;
let web: Server;
let mail: MailServer;
let answer = ANSWER;
let resolver: MemoryResolver;
const started: { close(): unknown }[] = [];

beforeAll(async () => {
  ca = issueCertificate({ name: 'Public CA', ca: true, keyUsage: 0x04, ...VALID });
  web = await startWeb({ name: 'web', issuer: ca, dnsNames: [`mta-sts.${DOMAIN}`], ...VALID });
  mail = await startMail(issueCertificate({ name: 'mail', issuer: ca, dnsNames: [MX1, MX2], ...VALID }));
});

afterAll(() => Promise.all(started.map((server) => server.close())));

beforeEach(() => {
  answer = ANSWER;
  resolver = new MemoryResolver()
    .set('mx', DOMAIN, [
      { preference: 10, exchange: MX1 },
      { preference: 20, exchange: MX2 },
    ])
    .set('a', `mta-sts.${DOMAIN}`, ['127.0.0.1'])
    .set('txt', `_mta-sts.${DOMAIN}`, ['v=STSv1; id=1;']);
});

async function startWeb(request: CertificateRequest): Promise<Server> {
  const own = issueCertificate(request);
  const server = createServer({ key: own.keyPem, cert: own.pem }, ({ url, headers }, response) => {
    const isPolicy = url === '/.well-known/mta-sts.txt' && headers.host === `mta-sts.${DOMAIN}`;
    response.writeHead(isPolicy ? answer.status : 404, {
      'content-type': answer.type,
      location: '/elsewhere',
    });
    response.end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  started.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return server;
}

async function startMail(certificate: TestCertificate | null, rsa?: TestCertificate): Promise<MailServer> {
  const all = [certificate, rsa].flatMap((one) => one ?? []);
  const tls =
    certificate === null ? null : { key: all.map(({ keyPem }) => keyPem), cert: all.map(({ pem }) => pem) };
  const server = await startMailServer({ tls });
  started.push(server);
  return server;
}

/** Probes with these servers, or with none that listens, which is enough where only the policy counts. */
async function probePolicies(
  server: MailServer | null = null,
  certificates: readonly TestCertificate[] = [],
  from = web,
  now = PROBE_NOW,
) {
  const mailPort = server?.port ?? 1;
  for (const host of [MX1, MX2]) {
    resolver.set('a', host, ['127.0.0.1']);
    const records = certificates.map(({ der }) => tlsaRecord(3, 1, 1, der));
    if (records.length > 0) resolver.set('tlsa', `_${mailPort}._tcp.${host}`, records);
  }
  const { port } = from.address() as AddressInfo;
  const { body } = await probe(
    DOMAIN,
    { mode: { kind: 'mx' }, port: mailPort, policies: true },
    {
      ...{ resolver, now: () => now },
      authorities: ca.pem,
      fetchPolicy: policyFetcher({
        ...{ resolver, dialer: directDialer(), families: [4, 6], authorities: ca.pem, port },
      }),
    },
  );
  expect(probeTargetBody.parse(body)).toEqual(body);
  return body;
}

const said = ({ mtaSts }: ProbeTargetBody) =>
  mtaSts!.findings.map(({ code, severity }) => `${severity} ${code}`);

describe('a policy', () => {
  it('that is right everywhere is found, with nothing to say of it', async () => {
    resolver.set('txt', `_smtp._tls.${DOMAIN}`, [`v=TLSRPTv1; rua=mailto:tls@${DOMAIN}`]);
    expect(await probePolicies(mail)).toMatchObject({
      mtaSts: { status: 'found', id: '1', text: POLICY.replaceAll('\r', ''), findings: [] },
      tlsRpt: { status: 'found', findings: [] },
    });
  });

  it.each([
    ['does not cover a host', { body: POLICY.replace('*', 'mx1') }, 'error mta-sts-mx-not-covered'],
    [
      'does not cover a host that is one label deeper',
      { body: POLICY.replace('*', '*.deep') },
      'error mta-sts-mx-not-covered',
      'info mta-sts-mx-unused',
    ],
    [
      'names a host that is no MX',
      { body: POLICY.replace('max_age', 'mx: old.test\nmax_age') },
      'info mta-sts-mx-unused',
    ],
    [
      'is only tested',
      { body: POLICY.replace('enforce', 'testing') },
      ...['info mta-sts-mode', 'warning mta-sts-testing-unreported'],
    ],
    ['may live forever', { body: POLICY.replace('2592000', '31557601') }, 'warning mta-sts-policy-invalid'],
    ['has a name that is none', { body: POLICY.replace('*', 'm*') }, 'warning mta-sts-policy-invalid'],
    ['has another version', { body: POLICY.replace('STSv1', 'STSv2') }, 'warning mta-sts-policy-invalid'],
    ['has lines that end in LF', { body: POLICY.replaceAll('\r\n', '\n') }],
    ['has another charset', { type: 'text/plain; charset=iso-8859-1' }],
    ['is redirected for good', { status: 308 }, 'warning mta-sts-fetch-failed'],
    ['lives some days', { body: POLICY.replace('2592000', '86400') }, 'info mta-sts-max-age'],
    ['lives some hours', { body: POLICY.replace('2592000', '3600') }, 'warning mta-sts-max-age'],
    ['says its mode twice', { body: `${POLICY}mode: none\r\n` }, 'warning mta-sts-key-repeated'],
    ['has another key', { body: `${POLICY}max-age: 1\r\n` }, 'info mta-sts-key-unknown'],
    ['is HTML', { type: 'text/html' }, 'warning mta-sts-content-type'],
    ['has blank lines', { body: `${POLICY}\r\n` }, 'info mta-sts-blank-lines'],
    ['is not valid', { body: 'hello' }, 'warning mta-sts-policy-invalid'],
    ['is not there', { status: 404 }, 'warning mta-sts-fetch-failed'],
    ['is elsewhere', { status: 301 }, 'warning mta-sts-fetch-failed'],
    ['is endless', { body: 'x'.repeat(100_000) }, 'warning mta-sts-fetch-failed'],
  ])('that %s', async (_, change, ...codes) => {
    answer = { ...ANSWER, ...change };
    expect(said(await probePolicies())).toEqual(codes);
  });

  it('whose record has its id twice is that of the first', async () => {
    resolver.set('txt', `_mta-sts.${DOMAIN}`, ['v=STSv1; id=1; id=2']);
    const body = await probePolicies();
    expect([said(body), body.mtaSts?.id]).toEqual([['warning mta-sts-record-key-repeated'], '1']);
  });

  it('that is served where no record says so is forgotten by somebody', async () => {
    resolver.set('txt', `_mta-sts.${DOMAIN}`, ['v=spf1 -all']);
    expect(said(await probePolicies())).toEqual(['warning mta-sts-record-missing']);
    answer = { ...ANSWER, status: 404 };
    expect(said(await probePolicies())).toEqual(['info mta-sts-none']);
  });
});

describe('the certificate of the web server', () => {
  const web = (change: Partial<CertificateRequest>) =>
    startWeb({ name: `mta-sts.${DOMAIN}`, issuer: ca, dnsNames: [`mta-sts.${DOMAIN}`], ...VALID, ...change });

  it.each([
    ['that has its name as common name alone', () => ({ dnsNames: [] })],
    ['for another name', () => ({ dnsNames: [DOMAIN] })],
    ['with a star for a part of the label', () => ({ dnsNames: [`mta-*.${DOMAIN}`] })],
    ['of a CA that nobody knows', () => ({ issuer: issueCertificate({ name: 'x', ca: true, ...VALID }) })],
    ['that has expired', () => EXPIRED],
  ])('%s keeps senders from the policy', async (_, change) => {
    const body = await probePolicies(null, [], await web(change()));
    expect(body.mtaSts).toMatchObject({ status: 'failed', findings: [{ code: 'mta-sts-fetch-failed' }] });
  });

  it('may have a star for its first label, and is warned about before it expires', async () => {
    const from = await web({ dnsNames: [`*.${DOMAIN}`] });
    expect(said(await probePolicies(null, [], from))).toEqual([]);
    const dayBefore = VALID.notAfter.getTime() - 86_400_000;
    expect(said(await probePolicies(null, [], from, dayBefore))).toEqual([
      'warning mta-sts-web-certificate-expires-soon',
    ]);
  });
});

describe('an MX host that the policy covers', () => {
  const issue = (change: Partial<CertificateRequest>) =>
    issueCertificate({ name: 'mail', issuer: ca, dnsNames: [MX1, MX2], ...VALID, ...change });

  it.each([
    ['self-signed', () => issueCertificate({ name: 'mail', dnsNames: [MX1, MX2], ...VALID })],
    ['expired', () => issue(EXPIRED)],
    ['unknown-issuer', () => issue({ issuer: issueCertificate({ name: 'x', ca: true, ...VALID }) })],
    ['wrong-name', () => issue({ name: MX1, dnsNames: [] })],
  ])('fails by MTA-STS with a certificate that is %s, though DANE accepts it', async (fault, certificate) => {
    const own = certificate();
    const server = await startMail(own);
    const body = await probePolicies(server, [own]);

    expect(body).toMatchObject({ result: 'error', dane: 'verified' });
    expect(body.mtaSts!.findings).toMatchObject(
      [MX1, MX2].map((host) => ({
        ...{ code: 'mta-sts-mx-certificate', severity: 'error' },
        facts: { host, fault, mode: 'enforce' },
      })),
    );
    answer = { ...ANSWER, body: POLICY.replace('enforce', 'testing') };
    expect(said(await probePolicies(server, [own]))).toEqual([
      'warning mta-sts-mx-certificate',
      'warning mta-sts-mx-certificate',
      'info mta-sts-mode',
      'warning mta-sts-testing-unreported',
    ]);
    answer = { ...ANSWER, body: POLICY.replace('enforce', 'none') };
    expect(said(await probePolicies(server, [own]))).toEqual(['info mta-sts-mode']);
  });

  it('fails with a second certificate that only some senders get to see', async () => {
    const good = issue({});
    const server = await startMail(
      good,
      issueCertificate({ name: 'x', key: 'rsa', dnsNames: [MX1, MX2], ...VALID }),
    );
    expect((await probePolicies(server)).mtaSts!.findings[0]).toMatchObject({
      ...{ code: 'mta-sts-mx-certificate', facts: { host: MX1, fault: 'self-signed' } },
    });
  });

  it('fails without STARTTLS', async () => {
    expect(said(await probePolicies(await startMail(null)))).toEqual([
      'error mta-sts-mx-no-starttls',
      'error mta-sts-mx-no-starttls',
    ]);
  });
});

it('nothing at all is nothing bad', async () => {
  resolver.set('txt', `_mta-sts.${DOMAIN}`, []);
  answer = { ...ANSWER, status: 404 };
  expect(await probePolicies()).toMatchObject({
    mtaSts: { status: 'none', findings: [{ severity: 'info' }] },
    tlsRpt: { status: 'none', findings: [{ severity: 'info' }] },
  });
});
