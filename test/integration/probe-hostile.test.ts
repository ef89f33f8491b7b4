/** Servers that say nothing, too much, too slowly or rubbish: a probe ends in its time, and says what it met. */
import { connect, type Socket } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { tlsaRecord } from '#dane';
import { publicOnlyDialer, socksDialer } from '#smtp-client';

import { Lag } from '../support/lag.js';
import { startMailServer, type MailServer, type MailServerOptions } from '../support/mail-server.js';
import { MemoryResolver } from '../support/memory-resolver.js';
import { codesOf, probe } from '../support/probe-fixture.js';
import { startSocksServer } from '../support/socks-server.js';
import { issueCertificate, type TestCertificate } from '../support/x509.js';

const HOST = 'mx.example.test';
const SHORT_MS = 150;

let certificate: TestCertificate;
const open: { close(): Promise<void> }[] = [];

beforeAll(() => {
  certificate = issueCertificate({ name: HOST, dnsNames: [HOST] });
});

afterAll(async () => {
  await Promise.all(open.map((server) => server.close()));
});

async function start(options: MailServerOptions): Promise<MailServer> {
  const server = await startMailServer(options);
  open.push(server);
  return server;
}

/** One octet at a time: no single silence is long. */
function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('2'), 20);
  socket.on('close', () => clearInterval(timer));
}

function pipeTo(port: number, socket: Socket): void {
  const target = connect(port, '127.0.0.1');
  target.on('error', () => socket.destroy());
  socket.on('close', () => target.destroy());
  socket.pipe(target).pipe(socket);
}

function tls() {
  return { key: certificate.keyPem, cert: certificate.pem };
}

function zone(port: number): MemoryResolver {
  return new MemoryResolver()
    .set('a', HOST, ['127.0.0.1'])
    .set('tlsa', `_${port}._tcp.${HOST}`, [tlsaRecord(3, 1, 1, certificate.der)]);
}

/** Probes and gives the address with what it took. */
async function probed(server: MailServer, connectTimeoutMs = 2000) {
  const [began, lag] = [performance.now(), new Lag()];
  const { body } = await probe(
    HOST,
    { port: server.port, connectTimeoutMs },
    { resolver: zone(server.port) },
  );
  return {
    body,
    address: body.hosts[0]!.addresses[0]!,
    took: performance.now() - began,
    bound: lag.allowedFor(2000),
  };
}

describe('a hostile or broken server', () => {
  it.each<[string, MailServerOptions]>([
    ['that says nothing', { greeting: null }],
    ['that never ends its greeting', { greeting: '220-hello' }],
    ['that drips', { onConnection: drip }],
    ['that says nothing after its greeting', { onConnection: (socket) => socket.write('220 x\r\n') }],
  ])('%s is waited for, and nothing is known of it', async (_, options) => {
    const { body, address, took, bound } = await probed(await start(options), SHORT_MS);

    expect(body).toMatchObject({ result: 'error', dane: 'unreachable' });
    expect(address.findings.map(({ code }) => code)).toEqual(['server-silent']);
    expect(body.hosts[0]!.senders.map(({ verdict }) => verdict)).toEqual(Array(4).fill('not-known'));
    expect(took).toBeLessThan(bound);
  });

  it.each<[string, MailServerOptions, string]>([
    ['with an endless greeting', { greeting: '220-x\r\n'.repeat(10_000) }, 'a reply of more than'],
    ['with an endless line', { greeting: `220 ${'x'.repeat(100_000)}` }, 'a line of more than'],
    ['that is none', { greeting: 'HTTP/1.1 400 Bad Request\r\n\r\n' }, 'what is not SMTP'],
    ['that takes no mail', { greeting: '554 no mail here\r\n' }, 'said “554 no mail here”'],
    ['that closes at once', { onConnection: (socket) => socket.end() }, 'closed the connection'],
  ])('%s is not served', async (_, options, detail) => {
    const { body, address, took, bound } = await probed(await start(options), SHORT_MS);

    expect(body).toMatchObject({ result: 'error', dane: 'unreachable' });
    expect(address.findings).toMatchObject([{ code: 'not-served', text: expect.stringContaining(detail) }]);
    expect(codesOf(body)).toContain('unreachable');
    expect(took).toBeLessThan(bound);
  });

  it('that is busy is asked again, and not served when it says the same until the time is up', async () => {
    const server = await start({ greeting: '421-too many\r\n421 connections\r\n' });
    const { body, address } = await probed(server, SHORT_MS);

    expect(server.connections()).toBeGreaterThan(1);
    expect(body).toMatchObject({ result: 'error', dane: 'unreachable' });
    expect(address.findings[0]?.text).toContain('said “421 too many / connections”');
  });

  it('without STARTTLS breaks the promise of its records', async () => {
    const { body, address } = await probed(await start({ tls: null }));

    expect(body).toMatchObject({ result: 'error', dane: 'no-starttls' });
    expect(address).toMatchObject({ starttls: false, handshakes: [] });
    const [finding] = address.findings;
    expect(finding!.bounces.map(({ text }) => text)).toEqual([
      '4/5.7.321 starttls-not-supported: Destination mail server must support TLS to receive mail.',
      `4.7.4 TLS is required, but was not offered by host ${HOST}[127.0.0.1]`,
    ]);
  });

  it('that refuses STARTTLS is told with its words', async () => {
    const server = await start({ tls: tls(), startTlsReply: '454 TLS not available\r\n' });
    const { body, address } = await probed(server);

    expect(body.dane).toBe('no-starttls');
    expect(address.starttls).toBe(true);
    expect(address.findings[0]!.text).toContain('454 TLS not available');
  });

  it.each<[string, string]>([
    ['rubbish instead of TLS', '220 go\r\n'],
    ['nothing at all', ''],
  ])('that answers the handshake with %s fails it', async (_, rubbish) => {
    const server = await start({
      onConnection: (socket) => {
        socket.write('220 x\r\n');
        socket.once('data', () => {
          socket.write('250-x\r\n250 STARTTLS\r\n');
          socket.once('data', () => {
            socket.write('220 go\r\n');
            socket.on('data', () => socket.write(rubbish));
          });
        });
      },
    });
    const { body, address, took, bound } = await probed(server, SHORT_MS);

    expect(body.dane).toBe('no-starttls');
    expect(address.handshakes).toMatchObject([{ offered: 'any', status: 'failed', certificates: [] }]);
    expect(address.findings.map(({ code }) => code)).toEqual(['tls-failed']);
    expect(took).toBeLessThan(bound);
  });

  it('that says more after its reply to STARTTLS is found out', async () => {
    const server = await start({ tls: tls(), startTlsReply: '220 go\r\n250 injected\r\n' });
    const { body, address } = await probed(server);

    expect(body.dane).toBe('verified');
    const found = address.findings.find(({ code }) => code === 'starttls-injection');
    expect(found!.text).toContain('14 bytes');
  });

  it('with a chain that is too long is left', async () => {
    const pems = Array.from({ length: 300 }, () => certificate.pem).join('');
    const { body } = await probed(await start({ tls: { key: certificate.keyPem, cert: pems } }));

    expect(body.dane).toBe('no-starttls');
    expect(codesOf(body)).toContain('tls-failed');
  });

  it('that lets one connection in is told from one with a single certificate', async () => {
    let seen = 0;
    const inner = await start({ tls: tls() });
    const limit = await start({
      onConnection: (socket) => {
        seen += 1;
        if (seen > 1) socket.end('421 one is enough\r\n');
        else pipeTo(inner.port, socket);
      },
    });
    const { body, address } = await probed(limit);

    expect(body.dane).toBe('verified');
    expect(address.handshakes.map(({ status }) => status)).toEqual(['completed', 'failed', 'failed']);
    expect(address.handshakes[1]!.error).toContain('421 one is enough');
    expect(codesOf(body)).toEqual([
      'rollover-not-ready',
      'second-handshake-failed',
      'second-handshake-failed',
    ]);
  });
});

describe('a probe that is ended', () => {
  it('tells what it knows by then', async () => {
    const server = await start({ greeting: null });
    const controller = new AbortController();
    const { body } = await probe(
      HOST,
      { port: server.port, connectTimeoutMs: 60_000 },
      {
        resolver: zone(server.port),
        signal: controller.signal,
        onStep: ({ text }) => {
          if (text.includes('waiting for the greeting')) controller.abort();
        },
      },
    );

    expect(body.findings.map(({ code }) => code)).toEqual(['interrupted']);
    expect(body.hosts[0]!.tlsa.records).toHaveLength(1);
  });
});

describe('the dialers', () => {
  it('connect to no private address when only public ones are allowed', async () => {
    const server = await start({ tls: tls() });
    const dialer = publicOnlyDialer({ allowPrivateAddresses: false });
    const { body } = await probe(HOST, { port: server.port }, { resolver: zone(server.port), dialer });

    expect(body).toMatchObject({ result: 'error', dane: 'unreachable' });
    expect(codesOf(body)).toContain('address-forbidden');
    expect(server.connections()).toBe(0);
  });

  it.each([undefined, 'me:secret'])('go through a SOCKS proxy (credentials: %s)', async (wanted) => {
    const server = await start({ tls: tls() });
    const proxy = await startSocksServer(wanted);
    open.push(proxy);
    const [userName = '', password = ''] = wanted?.split(':') ?? [];
    const dialer = socksDialer({
      host: '127.0.0.1',
      port: proxy.port,
      credentials: wanted === undefined ? null : { userName, password },
    });
    const { body } = await probe(HOST, { port: server.port }, { resolver: zone(server.port), dialer });

    expect(body.dane).toBe('verified');
    expect(new Set(proxy.destinations)).toEqual(new Set([`127.0.0.1:${server.port}`]));
  });

  it('tell what the proxy says, and that it is not there', async () => {
    const closed = await startMailServer();
    await closed.close();
    const proxy = await startSocksServer();
    open.push(proxy);
    const details = await Promise.all(
      [proxy.port, closed.port].map(async (port) => {
        const dialer = socksDialer({ host: '127.0.0.1', port, credentials: null });
        const { body } = await probe(HOST, { port: closed.port }, { resolver: zone(closed.port), dialer });
        return body.hosts[0]!.addresses[0]!.findings[0]!.text;
      }),
    );
    expect(details[0]).toMatch(/: the connection was refused\.$/);
    expect(details[1]).toMatch(/the SOCKS proxy: the connection was refused\.$/);
  });
});
