import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Socket } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { clientHello } from '../support/client-hello.js';
import {
  DOMAIN,
  copyCertificates,
  startReceiver,
  type ReceiverFixture,
} from '../support/receiver-fixture.js';
import { SmtpClient } from '../support/smtp-client.js';

let certsDir: string;
let fixture: ReceiverFixture;

const LIMITS = {
  SMTP_MAX_LINE_BYTES: '1000',
  SMTP_MAX_COMMANDS: '20',
  SMTP_MAX_CONNECTIONS: '12',
  SMTP_MAX_CONNECTIONS_PER_CLIENT: '8',
};

beforeAll(async () => {
  certsDir = await copyCertificates();
});

afterAll(async () => {
  await rm(certsDir, { recursive: true, force: true });
});

function useReceiver(env: Record<string, string>): void {
  beforeAll(async () => {
    fixture = await startReceiver({ certsDir, env });
  });
  afterAll(async () => {
    await fixture.close();
  });
}

/** Whatever a client did: no session of it is left, and the next one is served. */
afterEach(async () => {
  await expect.poll(openSessions).toBe(0);
  const check = await fixture.createCheck();
  const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
  await client.command('EHLO client.test');
  expect(await client.deliver(`test@${check.token}.do.${DOMAIN}`)).toMatch(/^250 2\.0\.0 /);
  await client.quit();
  await expect.poll(openSessions).toBe(0);
});

function openSessions(): number {
  return fixture.receiver.openConnections;
}

/** Writes the bytes one by one, more often than the idle timeout, until the connection is over. */
function drip(socket: Socket, byte: string): () => void {
  const timer = setInterval(() => socket.write(byte), 100);
  return () => clearInterval(timer);
}

/** Waits for the record of the session from that port of the client. */
async function sessionOf(port: number | undefined): Promise<Record<string, unknown>> {
  const find = () => fixture.logs.find((one) => one['msg'] === 'session ended' && one['port'] === port);
  await expect.poll(find).toBeDefined();
  return find()!;
}

describe('a client that takes its time', () => {
  useReceiver({ SMTP_IDLE_TIMEOUT: '2', SMTP_SESSION_TIMEOUT: '4', SMTP_MAX_COMMANDS: '100000' });

  it('is told 421 when it stays silent', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    const port = client.socket.localPort;
    expect(await client.reply()).toMatch(/^421 4\.4\.2 /);
    await client.closed;
    expect(await sessionOf(port)).toMatchObject({ end: 'timed-out' });
  });

  it('is told 421 when it stays silent inside TLS, and the check shows it', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
    expect(await client.reply()).toMatch(/^421 4\.4\.2 /);
    await client.closed;
    await expect.poll(() => fixture.observations(check)).toHaveLength(2);
    expect((await fixture.observations(check))[1]).toMatchObject({
      kind: 'lost',
      evidence: { end: 'timed-out', reply: null },
    });
  });

  it('is cut off when it says STARTTLS and nothing more', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    const port = client.socket.localPort;
    await client.command('EHLO client.test');
    await client.command('STARTTLS');
    await client.closed;
    expect(await sessionOf(port)).toMatchObject({ end: 'timed-out' });
  });

  it('is cut off when it stops in the middle of the handshake, and the check shows it', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    await client.command('STARTTLS');
    client.write(await clientHello(`${check.token}.do.${DOMAIN}`));
    await client.closed;
    await expect.poll(() => fixture.observations(check)).toHaveLength(1);
    expect((await fixture.observations(check))[0]).toMatchObject({
      kind: 'tls-failed',
      evidence: { end: 'timed-out' },
      detail: 'We closed the connection after waiting too long before the TLS handshake was complete.',
    });
  });

  it.each([
    ['a command', async () => undefined],
    [
      'a message',
      async (client: SmtpClient) => {
        await client.command('EHLO client.test');
        await client.command('MAIL FROM:<sender@client.test>');
        await client.command('RCPT TO:<postmaster>');
        await client.command('DATA');
      },
    ],
    [
      'a handshake',
      async (client: SmtpClient) => {
        await client.command('EHLO client.test');
        await client.command('STARTTLS');
        client.write(Buffer.from([0x16, 0x03, 0x01, 0x20, 0x00, 0x01]));
      },
    ],
  ])('is cut off after the time of a session when it drips %s byte by byte', async (_, begin) => {
    const client = await SmtpClient.greeted(fixture.port);
    const port = client.socket.localPort;
    await begin(client);
    const stop = drip(client.socket, '\0');
    await client.closed;
    stop();
    expect(await sessionOf(port)).toMatchObject({ end: 'timed-out' });
  });

  it('is cut off when it keeps its side open after QUIT', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    client.socket.allowHalfOpen = true;
    expect(await client.command('QUIT')).toMatch(/^221 /);
    const stop = drip(client.socket, 'N');
    await expect.poll(openSessions).toBe(0);
    stop();
    client.socket.destroy();
  });

  it.each([
    ['in the middle of a message', 'MAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\nhalf\r\n'],
    ['behind STARTTLS', 'STARTTLS\r\n'],
    ['behind half a command', 'NOO'],
  ])('is not waited for when it ends its side %s and keeps the other open', async (_, bytes) => {
    const client = await SmtpClient.greeted(fixture.port);
    const port = client.socket.localPort;
    client.socket.allowHalfOpen = true;
    await client.command('EHLO client.test');
    client.socket.end(bytes);
    expect(await sessionOf(port)).toMatchObject({ end: 'client-closed' });
    await expect.poll(openSessions).toBe(0);
    client.socket.destroy();
  });

  it('is cut off when it ends its side behind more than it reads the replies of', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    client.socket.allowHalfOpen = true;
    client.socket.pause();
    client.socket.end('NOOP\r\n'.repeat(100_000));
    await expect.poll(openSessions).toBe(0);
    client.socket.destroy();
  });

  it('is cut off when it never reads its replies', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    client.socket.pause();
    const flood = setInterval(() => client.write('NOOP\r\n'.repeat(10)), 1);
    await expect.poll(openSessions).toBe(0);
    clearInterval(flood);
    client.socket.destroy();
  });
});

describe('a client that sends what it should not', () => {
  useReceiver(LIMITS);

  it('is disconnected for an endless line', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    client.write('A'.repeat(5_000));
    expect(await client.reply()).toMatch(/^421 /);
    await client.closed;
  });

  it('is disconnected for a line that is too long, with its end', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    expect(await client.command(`EHLO ${'a'.repeat(1_200)}`)).toMatch(/^421 /);
    await client.closed;
  });

  it('is disconnected for too many commands', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    for (let count = 0; count < 20; count += 1) expect(await client.command('NOOP')).toMatch(/^250 /);
    expect(await client.command('NOOP')).toMatch(/^421 4\.7\.0 /);
    await client.closed;
  });

  it('is disconnected for garbage', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    client.write(randomBytes(100_000));
    await client.closed;
  });

  it('is disconnected when it speaks before the greeting', async () => {
    const client = await SmtpClient.open(fixture.port);
    client.write('EHLO client.test\r\n');
    expect(await client.reply()).toMatch(/^421 /);
    await client.closed;
  });

  it('is disconnected for an HTTP request', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    expect(await client.command('GET / HTTP/1.1')).toMatch(/^421 /);
    await client.closed;
  });

  it('is disconnected for garbage in place of a handshake', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    const port = client.socket.localPort;
    await client.command('EHLO client.test');
    await client.command('STARTTLS');
    client.write('MAIL FROM:<sender@client.test>\r\n'.repeat(10));
    await client.closed;
    expect(await sessionOf(port)).toMatchObject({ end: 'server-closed', accepted: 0 });
  });

  it('is disconnected for garbage inside TLS', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    const raw = client.socket;
    await client.command('EHLO client.test');
    await client.startTls(`do.${DOMAIN}`);
    raw.write(randomBytes(2_000));
    await client.closed;
  });

  it('gets an error for NUL and 8-bit bytes in commands, and goes on', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    expect(await client.command('EHLO a\0b')).toMatch(/^501 /);
    expect(await client.command('EHLO client.test')).toMatch(/^250/);
    expect(await client.command('MAIL FROM:<a\0b@client.test>')).toMatch(/^501 /);
    expect(await client.command('MAIL FROM:<sender@client.test>')).toMatch(/^250 /);
    client.write(Buffer.from(`RCPT TO:<\xff\xfe@do.${DOMAIN}>\r\n`, 'latin1'));
    expect(await client.reply()).toMatch(/^550 5\.1\.1 /);
    client.write(Buffer.from(`RCPT TO:<test@\xe4\xf6\xfc.${DOMAIN}>\r\n`, 'latin1'));
    expect(await client.reply()).toMatch(/^5\d\d 5\.[17]\.[13] /);
    client.write(Buffer.from('N\0\0P\r\n', 'latin1'));
    expect(await client.reply()).toMatch(/^500 /);
    await client.quit();
  });

  it('cannot make a message of bytes that are none', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    await client.command('MAIL FROM:<sender@client.test>');
    await client.command(`RCPT TO:<${check.token}@do.${DOMAIN}>`);
    await client.command('DATA');
    client.write(
      Buffer.concat([
        Buffer.from('Message-ID: <\0\u202e@x>\r\n\r\n'),
        randomBytes(10_000),
        Buffer.from('\r\n.\r\n'),
      ]),
    );
    expect(await client.reply()).toMatch(/^250 /);
    // Beside the garbage in place of a handshake that the same client sent before.
    const delivered = (await fixture.observations(check)).find(({ kind }) => kind === 'delivered');
    expect(delivered!.evidence!.messageId).toBe('<\uFFFD\uFFFD@x>');
    await client.quit();
  });

  it('cannot smuggle a second message behind a bare line feed', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    const smuggled = `MAIL FROM:<evil@client.test>\r\nRCPT TO:<${check.token}@wrong.${DOMAIN}>\r\nDATA\r\n\r\nevil\r\n`;
    for (const end of ['\n.\n', '\n.\r\n', '\r.\r', '\r\n.\n']) {
      expect(
        await client.deliver(`${check.token}@do.${DOMAIN}`, `a: b\r\n\r\ntext${end}${smuggled}`),
      ).toMatch(/^250 /);
    }
    await client.quit();
    const seen = (await fixture.observations(check)).filter(({ kind }) => kind !== 'tls-failed');
    expect(seen.map(({ scenario }) => scenario)).toEqual(['do', 'do', 'do', 'do']);
  });
});

describe('a client that sends commands behind STARTTLS', () => {
  useReceiver(LIMITS);

  it('does not get them executed inside TLS (RFC 3207 §6)', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    client.write(
      `STARTTLS\r\nEHLO injected.test\r\nMAIL FROM:<injected@client.test>\r\nRCPT TO:<test@${check.token}.do.${DOMAIN}>\r\n`,
    );
    expect(await client.reply()).toMatch(/^220 /);
    await client.handshake(`${check.token}.do.${DOMAIN}`);
    expect(await client.command('RCPT TO:<postmaster>')).toMatch(/^503 /);
    expect(await client.command('EHLO client.test')).toMatch(/^250/);
    expect(await client.command('DATA')).toMatch(/^503 /);
    await client.quit();
    await expect.poll(() => fixture.observations(check)).toHaveLength(2);
    expect((await fixture.observations(check))[1]).toMatchObject({
      kind: 'rejected',
      clientName: 'client.test',
    });
  });

  it('loses what it said before the handshake (RFC 3207 §4.2)', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    await client.command('MAIL FROM:<sender@client.test>');
    await client.command(`RCPT TO:<test@${check.token}.do.${DOMAIN}>`);
    await client.startTls(`${check.token}.do.${DOMAIN}`);
    expect(await client.command('DATA')).toMatch(/^503 /);
    expect(await client.command('MAIL FROM:<sender@client.test>')).toMatch(/^503 /);
    await client.quit();
  });
});

describe('a flood of connections', () => {
  useReceiver(LIMITS);

  it('from one client is answered with 421 beyond its share, while others are served', async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, () => SmtpClient.greeted(fixture.port)));
    const refused = await SmtpClient.open(fixture.port);
    expect(await refused.reply()).toMatch(/^421 4\.7\.0 .* from your address$/);
    await refused.closed;
    const other = await SmtpClient.open(fixture.port, '127.0.0.1', '127.0.0.2');
    expect(await other.reply()).toMatch(/^220 /);
    await Promise.all([...clients, other].map((client) => client.quit()));
  });

  it('from many clients is answered with 421 beyond what is served at once', async () => {
    const addresses = Array.from({ length: 12 }, (_, index) => `127.0.1.${index + 1}`);
    const clients = await Promise.all(
      addresses.map((address) => SmtpClient.greeted(fixture.port, '127.0.0.1', address)),
    );
    const refused = await SmtpClient.open(fixture.port);
    expect(await refused.reply()).toMatch(/^421 4\.7\.0 Too many connections/);
    await refused.closed;
    await Promise.all(clients.map((client) => client.quit()));
  });

  it('of clients that reset at once is survived', async () => {
    for (let round = 0; round < 20; round += 1) {
      const clients = await Promise.all(
        Array.from({ length: 20 }, () => SmtpClient.open(fixture.port).catch(() => null)),
      );
      for (const client of clients) client?.socket.resetAndDestroy();
    }
    await expect.poll(openSessions).toBe(0);
  });

  it('of clients that reset in the handshake is survived', async () => {
    const hello = await clientHello(`do.${DOMAIN}`);
    for (let round = 0; round < 10; round += 1) {
      const client = await SmtpClient.greeted(fixture.port);
      await client.command('EHLO client.test');
      await client.command('STARTTLS');
      client.write(hello.subarray(0, 1 + round * 50));
      client.socket.resetAndDestroy();
      await client.closed;
    }
  });
});
