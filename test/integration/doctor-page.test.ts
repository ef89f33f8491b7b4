/** What the doctor says of the page, at real web servers with certificates of every kind. */
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { loadConfig } from '#config';
import { because, detail } from '#text';

import { checkPage } from '../../apps/cli/src/doctor/checks/page.check.js';
import type { Examination } from '../../apps/cli/src/doctor/examination.js';
import { pageVisitor, type VisitPage, type VisitorOptions } from '../../apps/cli/src/doctor/visit-page.js';
import { MemoryResolver } from '../support/memory-resolver.js';
import { type CertificateRequest, issueCertificate } from '../support/x509.js';

const HOST = 'dane.test';
const URL_OF_PAGE = `https://${HOST}`;
const DAY_MS = 86_400_000;
const TIMEOUT_MS = 20_000;
/** For what never answers. */
const SHORT_MS = 300;

const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);
const lasting = (from: number, to: number) => ({ notBefore: inDays(from), notAfter: inDays(to) });
const authority = issueCertificate({ name: 'Web CA', ca: true, keyUsage: 0x04, ...lasting(-400, 400) });

const healthy: RequestListener = ({ url }, response) =>
  void response.writeHead(url === '/healthz' ? 200 : 404).end('{"status":"ok"}');
const redirecting: RequestListener = ({ headers, url = '' }, response) =>
  void response.writeHead(308, { location: `https://${String(headers.host)}${url}` }).end();
const answering =
  (status: number, body: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(status).end(body);

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const plain = (listener: RequestListener): Promise<number> => listening(createHttpServer(listener));

function secure(listener: RequestListener, request: Partial<CertificateRequest> = {}): Promise<number> {
  const own = issueCertificate({
    ...{ name: 'web', issuer: authority, dnsNames: [HOST], ...lasting(-10, 80) },
    ...request,
  });
  return listening(createHttpsServer({ key: own.keyPem, cert: own.pem }, listener));
}

async function unused(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function stated(visit: VisitPage, url = URL_OF_PAGE, addresses = ['127.0.0.1']): Promise<string[]> {
  const resolver = new MemoryResolver();
  if (addresses.length > 0) resolver.set('a', HOST, addresses);
  const config = loadConfig({ DOMAIN: HOST, PUBLIC_IPV4: '192.0.2.1', PUBLIC_URL: url });
  const lines = await checkPage({ config, resolver, visit, now: Date.now } as unknown as Examination);
  return lines.map(({ status, found }) => `${status}: ${found}`);
}

async function visited(https: number, options: Partial<VisitorOptions> & { http?: number } = {}) {
  const { http = await plain(redirecting), ...others } = options;
  const ports = { http, https };
  return stated(
    pageVisitor({
      ...{ url: URL_OF_PAGE, ports, timeoutMs: TIMEOUT_MS, authorities: authority.pem },
      ...others,
    }),
  );
}

const REDIRECTED = 'ok: a redirection to https://';

describe('the doctor, of the page', () => {
  it('is content with a trusted certificate, the API behind it and a redirection', async () => {
    const until = inDays(80).toISOString().slice(0, 10);
    expect(await visited(await secure(healthy))).toEqual([`ok: certificate until ${until}`, REDIRECTED]);
  });

  it.each<[string, Partial<CertificateRequest>, RegExp]>([
    ['expired', lasting(-90, -1), /^error: a certificate that expired on /],
    ['not valid yet', lasting(1, 90), /^error: a certificate that is valid from /],
    [
      'of another name',
      { dnsNames: ['other.test'] },
      /^error: a certificate for other names: DNS:other\.test$/,
    ],
    [
      'of many names',
      { dnsNames: Array.from({ length: 100 }, (_, index) => `host-${index}.example.test`) },
      /^error: a certificate for other names: DNS:host-0[^]{1,260}$/,
    ],
    ['late to be renewed', lasting(-78, 12), /^warning: certificate until /],
    ['short-lived and new', lasting(-1, 5), /^ok: certificate until /],
    ['short-lived and late', lasting(-5, 1), /^warning: certificate until /],
  ])('says that its certificate is %s', async (_what, request, line) => {
    expect(await visited(await secure(healthy, request))).toEqual([expect.stringMatching(line), REDIRECTED]);
  });

  it('says who issued a certificate that no browser trusts', async () => {
    const own = issueCertificate({ name: 'router.local', dnsNames: [HOST], ...lasting(-10, 80) });
    const server = createHttpsServer({ key: own.keyPem, cert: own.pem }, healthy);
    expect(await visited(await listening(server))).toEqual([
      'error: a certificate by router.local, which browsers do not trust (DEPTH_ZERO_SELF_SIGNED_CERT)',
      REDIRECTED,
    ]);
  });

  it.each<[string, RequestListener, string]>([
    ['another page', answering(200, '<!doctype html>'), '/healthz answers 200, and not as the API does'],
    ['a web server without the API', answering(502, ''), '/healthz answers 502'],
    ['an API without its store', answering(503, '{}'), '/healthz answers 503'],
    ['more than it reads', answering(200, 'x'.repeat(1e6)), '/healthz answers 200, and not as the API does'],
  ])('says that %s answers', async (_what, listener, found) => {
    expect(await visited(await secure(listener))).toEqual([`error: ${found}`, REDIRECTED]);
  });

  it('says that nothing speaks TLS there', async () => {
    expect(await visited(await plain(healthy))).toEqual([
      expect.stringMatching(/^error: no TLS: (wrong version number|packet length too long)$/),
      REDIRECTED,
    ]);
    const hangingUp = createTcpServer((socket) => void socket.on('error', () => undefined).end());
    expect((await visited(await listening(hangingUp)))[0]).toBe(
      'error: no TLS: the server closed the connection',
    );
    const silent = createTcpServer((socket) => void socket.on('error', () => undefined).resume());
    expect((await visited(await listening(silent), { timeoutMs: SHORT_MS }))[0]).toBe(
      'error: no TLS: no answer within 0.3 s',
    );
  });

  it('says that nothing listens there', async () => {
    expect(await visited(await unused())).toEqual(['error: the connection was refused']);
  });

  it.each<[string, () => Promise<number>, string]>([
    ['serves the page', () => plain(healthy), 'status 404'],
    [
      'leads elsewhere',
      () =>
        plain((_request, response) => void response.writeHead(302, { location: 'https://x.test/' }).end()),
      'status 302, to https://x.test/',
    ],
    ['is closed', unused, 'the connection was refused'],
  ])('warns when port 80 %s', async (_what, start, found) => {
    const lines = await visited(await secure(healthy), { http: await start() });
    expect(lines[1]).toBe(`warning: ${found}`);
  });

  it.each([
    ['timeout', detail('no-answer-within', 10)],
    ['unreachable', detail('host-unreachable')],
    ['no-ipv6', detail('no-ipv6')],
  ] as const)('cannot tell on %s, which may be due to where it stands', async (kind, why) => {
    const visit: VisitPage = () =>
      Promise.resolve({ kind: 'not-connected', dial: { kind, ...because(why) } });
    expect(await stated(visit)).toEqual([`unknown: ${why.text}`]);
  });

  it('has nothing to look at without https://, or on loopback', async () => {
    const visit: VisitPage = () => Promise.reject(new Error('nothing is visited'));
    for (const url of [`http://${HOST}`, 'https://localhost:8443', 'https://127.0.0.1', 'https://[::1]']) {
      expect(await stated(visit, url)).toEqual(['not-applicable: none: see PUBLIC_URL']);
    }
    expect(await stated(visit, URL_OF_PAGE, [])).toEqual([`error: ${HOST} has no address`]);
  });
});
