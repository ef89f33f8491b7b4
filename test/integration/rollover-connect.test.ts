/** What a rollover sees of the certificates of real TLS servers, at every address and of every kind. */
import { connect as connectTo, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { directDialer } from '#smtp-client';
import { connectBy, type Endpoint, type EndpointView, type Presented } from '#rollover';

import { PATIENCE_MS } from '../lab/poll.js';
import { startMailServer, type MailServer, type MailServerOptions } from '../support/mail-server.js';
import { MemoryResolver } from '../support/memory-resolver.js';
import { issueCertificate, type TestCertificate } from '../support/x509.js';

const ca = issueCertificate({ name: 'CA', ca: true, keyUsage: 0x04 });
const rsa = issueCertificate({ name: 'mail.test', key: 'rsa', issuer: ca, dnsNames: ['mail.test'] });
const ecdsa = issueCertificate({ name: 'mail.test', issuer: ca, dnsNames: ['mail.test'] });

const tls = (...certificates: TestCertificate[]): TlsOptions => ({
  key: certificates.map(({ keyPem }) => keyPem),
  cert: certificates.map(({ pem }) => pem + ca.pem),
});
const presents = (certificate: TestCertificate) => ({
  kind: 'presented',
  chain: [certificate, ca].map(({ der }) => Uint8Array.from(der)),
});

const servers: MailServer[] = [];

async function serve(options: MailServerOptions): Promise<MailServer> {
  const server = await startMailServer(options);
  servers.push(server);
  return server;
}

/** Both kinds of certificates here, and RSA alone at the same port of another address. */
let both: MailServer;
let smtps: MailServer;

beforeAll(async () => {
  both = await serve({ tls: tls(rsa, ecdsa) });
  await serve({ host: '127.0.0.85', port: both.port, tls: tls(rsa) });
  smtps = await serve({ tls: tls(rsa, ecdsa), tlsOnConnect: true });
});

afterAll(() => Promise.all(servers.map((server) => server.close())));

function connect(
  addresses: readonly string[],
  place: Partial<Endpoint>,
  timeoutMs = PATIENCE_MS,
): Promise<EndpointView> {
  return connectAsToldBy(new MemoryResolver().set('a', 'mail.test', addresses), place, { timeoutMs });
}

function connectAsToldBy(
  resolver: MemoryResolver,
  place: Partial<Endpoint> = {},
  { timeoutMs = PATIENCE_MS, times = 1 }: { readonly timeoutMs?: number; readonly times?: number } = {},
): Promise<EndpointView> {
  return connectBy({ resolver, dialer: directDialer(), heloName: 'rollover.test', timeoutMs })(
    {
      ...{ host: 'mail.test', port: 25, tlsOnConnect: false, expected: 'verified' },
      ...{ tlsaName: '_25._tcp.mail.test.', ...place },
    },
    times,
  );
}

describe('connectBy', () => {
  it('sees at every address what clients of each kind are presented', async () => {
    const where = { both: `127.0.0.1 port ${both.port}`, rsaAlone: `127.0.0.85 port ${both.port}` };
    const view = await connect(['127.0.0.1', '127.0.0.85'], { port: both.port });

    expect(view).toEqual({
      kind: 'connected',
      presented: [
        { where: where.both, offer: 'any', result: expect.objectContaining({ kind: 'presented' }) },
        { where: where.both, offer: 'rsa', result: presents(rsa) },
        { where: where.both, offer: 'ecdsa', result: presents(ecdsa) },
        { where: where.rsaAlone, offer: 'any', result: presents(rsa) },
        { where: where.rsaAlone, offer: 'rsa', result: presents(rsa) },
        { where: where.rsaAlone, offer: 'ecdsa', result: { kind: 'no-such-certificate' } },
      ],
    });
    expect(both.serverNames).toContain('mail.test');
  });

  it('begins with TLS where the place says so', async () => {
    expect(await connect(['127.0.0.1'], { port: smtps.port, tlsOnConnect: true })).toMatchObject({
      presented: [
        { offer: 'any', result: { kind: 'presented' } },
        { offer: 'rsa', result: presents(rsa) },
        { offer: 'ecdsa', result: presents(ecdsa) },
      ],
    });
  });

  it('does not take a connection that breaks off once for a missing certificate', async () => {
    let handshakes = 0;
    const restarting = await serve({
      onConnection: (socket) => {
        handshakes += 1;
        // Hangs up on the second client, as a server does that is restarting, and on nobody else.
        if (handshakes === 2) socket.destroy();
        else socket.pipe(relayTo(smtps.port)).pipe(socket);
      },
    });
    const view = await connect(['127.0.0.1'], { port: restarting.port, tlsOnConnect: true });

    expect(offersOf(view)).toEqual(['any presented', 'rsa presented', 'ecdsa presented']);
    expect(handshakes).toBe(4);
  });

  it('asks a busy server again, at whatever point it says so', async () => {
    const busy = await serve({
      tls: tls(rsa, ecdsa),
      busyAt: (connection) => [null, 'EHLO', 'STARTTLS'][connection % 3] ?? null,
    });
    expect(await connect(['127.0.0.1'], { port: busy.port }, 1_000)).toMatchObject({
      presented: [
        { offer: 'any', result: { kind: 'presented' } },
        { offer: 'rsa', result: presents(rsa) },
        { offer: 'ecdsa', result: presents(ecdsa) },
      ],
    });
    expect(busy.connections()).toBe(9);
  });

  it.each<[string, MailServerOptions, string]>([
    ['without STARTTLS', { tls: null }, 'STARTTLS was not offered'],
    ['that refuses service', { greeting: '421 busy\r\n' }, 'the server said “421 busy”'],
    ['that says nothing', { greeting: null }, 'the server did not answer completely within 0.9 s'],
  ])('has seen nothing of a server %s', async (_, options, detail) => {
    const server = await serve(options);
    const timeoutMs = options.greeting === null ? 100 : 1000;
    const view = await connect(['127.0.0.1'], { port: server.port }, timeoutMs);

    expect(view).toMatchObject({
      kind: 'connected',
      presented: [
        { where: `127.0.0.1 port ${server.port}`, offer: 'any', result: { kind: 'failed', detail } },
      ],
    });
  });

  it('sees what another receiver behind an address presents, each thing once', async () => {
    const renewed = issueCertificate({ name: 'mail.test', key: 'rsa', issuer: ca, dnsNames: ['mail.test'] });
    const ports = [both.port, (await serve({ tls: tls(renewed, ecdsa) })).port] as const;
    let connections = 0;
    const balancer = await serve({
      onConnection: (socket) => {
        connections += 1;
        // Those of the first look meet one of them, and all others the other one.
        socket.pipe(relayTo(ports[connections <= 3 ? 0 : 1])).pipe(socket);
      },
    });
    const resolver = new MemoryResolver().set('a', 'mail.test', ['127.0.0.1']);
    expect(await connectAsToldBy(resolver, { port: balancer.port }, { times: 6 })).toMatchObject({
      presented: [
        { offer: 'any', result: { kind: 'presented' } },
        { offer: 'rsa', result: presents(rsa) },
        { offer: 'ecdsa', result: presents(ecdsa) },
        { offer: 'rsa', result: presents(renewed) },
      ],
    });
    expect(connections).toBe(3 + 5 * 2);
  });

  it('has seen nothing of an address where nobody listens, whatever another presents', async () => {
    expect(offersOf(await connect(['127.0.0.1', '127.0.0.86'], { port: both.port }))).toEqual([
      ...['any presented', 'rsa presented', 'ecdsa presented', 'any failed'],
    ]);
  });

  it('knows nothing where not all addresses can be looked up', async () => {
    const resolver = new MemoryResolver().set('a', 'mail.test', ['127.0.0.1']);
    expect(await connectAsToldBy(resolver.fail('aaaa', 'mail.test', 'failed'))).toMatchObject({
      kind: 'unknown',
      detail: 'its IPv6 addresses cannot be looked up: said by the test',
    });
    expect(await connectAsToldBy(new MemoryResolver())).toMatchObject({
      kind: 'unknown',
      detail: 'it has no address',
    });
  });
});

function offersOf(view: EndpointView): string[] {
  return view.kind === 'connected'
    ? view.presented.map(({ offer, result }: Presented) => `${offer} ${result.kind}`)
    : [view.detail];
}

function relayTo(port: number): Socket {
  const socket = connectTo({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  return socket;
}
