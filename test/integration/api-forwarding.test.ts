/** Mail to the operator through a relay: another receiver, whose own mailbox shows what arrived. */
import { chmod, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createLogger, type Logger } from '#logging';

import { OperatorMailJob } from '../../apps/api/src/operator/mail/operator-mail.job.js';
import { startApi, type ApiFixture } from '../support/api-fixture.js';
import { freePort } from '../support/free-port.js';
import { startReceiver, type ReceiverFixture } from '../support/receiver-fixture.js';
import { sampleMessage } from '../support/sample-operator-mail.js';
import { tempDirOfTest } from '../support/temp-dir.js';

/** At the relay, which is an instance too. */
const OPERATOR = 'postmaster@relay.test';
const LIMITS = { maxMessages: 100, maxBytes: 10_000_000 };
const MINUTE_MS = 60_000;

let relay: ReceiverFixture;
let api: ApiFixture;
let now: number;

beforeAll(async () => {
  relay = await startReceiver({ env: { DOMAIN: 'relay.test' } });
});
afterAll(() => relay.close());

beforeEach(() => {
  now = Date.now();
});
afterEach(async () => {
  await api.close();
  const arrived = await relay.store.operatorMail.list();
  await relay.store.operatorMail.delete(arrived.map(({ id }) => id));
});

async function start(env: Record<string, string> = {}, logger?: Logger): Promise<void> {
  const forwarding = { OPERATOR_EMAIL: OPERATOR, OPERATOR_RELAY: `smtp://127.0.0.1:${relay.port}` };
  const options = { clock: () => now, ...(logger === undefined ? {} : { logger }) };
  api = await startApi({ ...forwarding, ...env }, options);
}

const mailbox = () => api.receiver.operatorMail;
const run = () => api.app.get(OperatorMailJob).run();

async function deliver(changes: Parameters<typeof sampleMessage>[0] = {}): Promise<void> {
  await mailbox().keep(sampleMessage({ receivedAt: now, ...changes }), LIMITS);
  await run();
}

/** What the relay got. */
async function arrived() {
  const summaries = await relay.store.operatorMail.list();
  return Promise.all(
    summaries.map(async ({ id, mailFrom, recipients }) => {
      const content = Buffer.from((await relay.store.operatorMail.find(id))!.content);
      return { mailFrom, recipients, mail: await simpleParser(content), text: content.toString('latin1') };
    }),
  );
}

describe('a message to the operator', () => {
  it('is handed to the relay as an attachment of a new message, from the null sender, and is gone from here', async () => {
    await start();
    const content =
      'From: "A. Person" <a@person.example>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nYour page is down.\r\n';
    await deliver({ content: Buffer.from(content), mailFrom: 'a@person.example' });
    const [message, ...others] = await arrived();
    expect(others).toEqual([]);
    expect(message).toMatchObject({ mailFrom: '', recipients: [OPERATOR] });
    const { mail } = message!;
    expect(mail.from?.value[0]?.address).toBe('postmaster@havedane.test');
    expect(mail.replyTo?.value[0]?.address).toBe('a@person.example');
    expect(mail.subject).toBe('[havedane.test] postmaster@havedane.test: Grüße');
    expect(mail.headers.get('x-havedane-forwarded')).toBe('havedane.test');
    expect(mail.messageId).toBe(`<operator.1.${now}@havedane.test>`);
    expect(mail.text).toContain('client    192.0.2.1, which called itself mail.sender.example');
    // As a part of its own, with nothing changed.
    const [, part = ''] = message!.text.split(/^Content-Type: message\/rfc822.*$/m);
    expect(part.slice(part.indexOf('\r\n\r\n') + 4)).toContain(content);
    expect(await mailbox().list()).toEqual([]);
  });

  it('arrives octet for octet even when no mail server would pass it on so', async () => {
    await start();
    const content = Buffer.from(`Subject: x\r\n\r\n${'long '.repeat(400)}\0\xff\r\n.\r\n`, 'latin1');
    await deliver({ content });
    const [message] = await arrived();
    expect(message?.text).toMatch(/^Content-Type: application\/octet-stream/m);
    expect(message?.mail.attachments[0]?.content.equals(content)).toBe(true);
  });

  it('comes from OPERATOR_FROM where a relay wants that', async () => {
    await start({ OPERATOR_FROM: 'havedane@example.org' });
    await deliver();
    expect((await arrived())[0]).toMatchObject({ mailFrom: 'havedane@example.org' });
  });

  it('cannot smuggle header fields or recipients through its own', async () => {
    await start();
    const subject = '=?utf-8?B?SGVsbG8NCkJjYzogdmljdGltQGV4YW1wbGUub3Jn?=';
    const content = `From: =?utf-8?q?x=0D=0ABcc=3A?= <"a\r\n b"@person.example>, victim@example.org\r\nSubject: ${subject}\r\n\r\n`;
    await deliver({ content: Buffer.from(content), recipients: ['postmaster@x\r\nBcc: victim@example.org'] });
    const [message, ...others] = await arrived();
    expect(others).toEqual([]);
    expect(message?.recipients).toEqual([OPERATOR]);
    expect(message?.text.slice(0, message.text.indexOf('\r\n\r\n'))).not.toMatch(/^bcc:/im);
  });

  it('is sent with the relay named in a file', async () => {
    const file = join(await tempDirOfTest(), 'relay');
    await writeFile(file, `smtp://127.0.0.1:${relay.port}\n`);
    await chmod(file, 0o600);
    await start({ OPERATOR_RELAY: '', OPERATOR_RELAY_FILE: file });
    await deliver();
    expect(await arrived()).toHaveLength(1);
  });

  it('is sent with the relay of before, when its file becomes unusable, which is reported once', async () => {
    const file = join(await tempDirOfTest(), 'relay');
    await writeFile(file, `smtp://127.0.0.1:${relay.port}\n`, { mode: 0o600 });
    const lines: Record<string, unknown>[] = [];
    const logger = createLogger({ level: 'error', pretty: false }, 'api', {
      write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
    });
    await start({ OPERATOR_RELAY: '', OPERATOR_RELAY_FILE: file }, logger);
    for (const content of ['', 'nonsense', 'nonsense']) {
      await writeFile(file, content);
      await deliver();
    }
    expect(await arrived()).toHaveLength(3);
    const reports = lines.filter(({ msg }) => msg === 'the relay of before stays in use');
    expect(reports).toHaveLength(1);
    expect(String(reports[0]?.['reason'])).toContain('must hold a URL such as smtps://');

    await writeFile(file, 'smtp://127.0.0.1:1\n');
    await deliver();
    expect(await arrived()).toHaveLength(3);
  });

  it('is kept here when there is no relay', async () => {
    await start({ OPERATOR_RELAY: '' });
    await deliver();
    expect(await arrived()).toEqual([]);
    expect(await mailbox().list()).toMatchObject([{ attempts: 0, problem: null, readAt: null }]);
  });
});

describe('a relay that does not take the message', () => {
  it('is tried again later, once for all messages, and gets them when it is back', async () => {
    const port = await freePort();
    await start({ OPERATOR_RELAY: `smtp://127.0.0.1:${port}` });
    await mailbox().keep(sampleMessage({ receivedAt: now }), LIMITS);
    await deliver();
    expect((await mailbox().list()).map(({ attempts, problem }) => [attempts, problem])).toEqual([
      [1, 'the relay cannot be reached: connection refused (ECONNREFUSED)'],
      [0, null],
    ]);

    const back = await startReceiver({
      certsDir: relay.certsDir,
      env: { DOMAIN: 'relay.test', SMTP_PORT: String(port) },
    });
    await run();
    expect(await mailbox().list()).toHaveLength(2);
    now += MINUTE_MS;
    await run();
    expect(await mailbox().list()).toEqual([]);
    expect(await back.store.operatorMail.list()).toHaveLength(2);
    await back.close();
  });

  it('by a word about the message itself is not bothered with it again, and nobody gets a bounce', async () => {
    const server = await sayingNo('554 5.7.1 Spam, says\u0007the relay');
    await start({ OPERATOR_RELAY: `smtp://127.0.0.1:${server.port}` });
    await deliver();
    const problem = 'the relay refuses the message: 554 5.7.1 Spam, says the relay';
    expect(await mailbox().list()).toMatchObject([{ dueAt: null, problem, readAt: null }]);
    now += 10 * 86_400_000;
    await run();
    expect(server.senders).toEqual(['MAIL FROM:<>']);
    await server.close();
  });

  it('for days is given up, and the message stays', async () => {
    const port = await freePort();
    await start({ OPERATOR_RELAY: `smtp://127.0.0.1:${port}` });
    await deliver();
    for (let n = 0; n < 40; n += 1) {
      now += 4 * 60 * MINUTE_MS;
      await run();
    }
    const reason = 'the relay cannot be reached: connection refused (ECONNREFUSED)';
    expect(await mailbox().list()).toMatchObject([
      { dueAt: null, attempts: 36, problem: `${reason}; 36 attempts were made` },
    ]);
  });
});

describe('a loop', () => {
  it.each([
    ['of our own mark', 'X-HaveDane-Forwarded: havedane.test\r\nSubject: x\r\n\r\n', /comes back/],
    ['of many servers', `${'Received: from a\r\n'.repeat(51)}Subject: x\r\n\r\n`, /more than 50 servers/],
  ])('%s is broken, and the message stays', async (_how, content, problem) => {
    await start();
    await deliver({ content: Buffer.from(content) });
    expect(await arrived()).toEqual([]);
    expect(await mailbox().list()).toMatchObject([
      { dueAt: null, problem: expect.stringMatching(problem) as string },
    ]);
  });
});

describe('a relay in a file', () => {
  it('that cannot be read, or holds something else, stops the start and is not shown', async () => {
    const file = join(await tempDirOfTest(), 'relay');
    await writeFile(file, 'the password is secret', { mode: 0o600 });
    const env = { OPERATOR_RELAY: '', OPERATOR_RELAY_FILE: file };
    const refused = await start(env).then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(refused).toContain(`OPERATOR_RELAY_FILE ${file} must hold a URL such as smtps://`);
    expect(refused).not.toContain('secret');
    await chmod(file, 0o644);
    await expect(start(env)).rejects.toThrow(/can be read by others: `chmod 600 /);
    await expect(start({ ...env, OPERATOR_RELAY_FILE: `${file}.not` })).rejects.toThrow(
      /cannot be read: there is no such file \(ENOENT\)/,
    );
    await start();
  });
});

/** A relay that takes everything but what follows DATA. */
async function sayingNo(reply: string): Promise<{ port: number; senders: string[]; close(): Promise<void> }> {
  const senders: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let isData = false;
    socket.write('220 relay\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      if (isData) {
        if (!text.endsWith('\r\n.\r\n')) return;
        isData = false;
        socket.write(`${reply}\r\n`);
        return;
      }
      if (text.startsWith('MAIL')) senders.push(text.trim().split(' ').slice(0, 2).join(' '));
      isData = text.startsWith('DATA');
      socket.write(isData ? '354 go on\r\n' : '250 fine\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    senders,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
