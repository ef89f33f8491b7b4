/** Receivers in several processes behind one that listens (SMTP_WORKERS). */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Check } from '#checks';
import { CONSTANTS } from '#config';

import { writeCertificateSet } from '../support/made-certificates.js';
import { PATIENT } from '../support/patience.js';
import { copyCertificates, DOMAIN, insertCheck } from '../support/receiver-fixture.js';
import { type ReceiverProcess, spawnReceiver } from '../support/receiver-process.js';
import { SmtpClient } from '../support/smtp-client.js';
import { openTempStore, type TempStore } from '../support/temp-store.js';

/** Of networks that the two receivers share between them. */
const CLIENTS = ['127.0.1.1', '127.0.2.1', '127.0.3.1', '127.0.4.1', '127.0.5.1', '127.0.6.1'];
const MAX_PER_CLIENT = CONSTANTS.SMTP_MAX_CONNECTIONS_PER_CLIENT;

let temp: TempStore;
let receiver: ReceiverProcess;
let check: Check;

beforeAll(async () => {
  temp = await openTempStore();
  check = await insertCheck(temp.store);
  receiver = await spawnReceiver({
    ...{ DOMAIN, CERTS_DIR: await copyCertificates(), SMTP_HOST: '127.0.0.1', SMTP_WORKERS: '2' },
    DATABASE_URL: `sqlite:${temp.database.path}`,
  });
});
afterAll(async () => {
  receiver.child.kill('SIGKILL');
  await temp.close();
});

const logged = (msg: string) => receiver.logs.filter((line) => line['msg'] === msg);
const started = () => logged('receiver started').map((line) => Number(line['process']));

/** Answers the last reply; undefined when the connection ended before. */
async function deliverFrom(client: string): Promise<string> {
  const connection = await SmtpClient.open(receiver.port, '127.0.0.1', client);
  const greeting = await connection.reply();
  if (greeting?.startsWith('220') !== true) return String(greeting);
  await connection.command('EHLO client.test');
  const host = `${check.token}.do.${DOMAIN}`;
  await connection.startTls(host);
  await connection.command('EHLO client.test');
  const reply = await connection.deliver(`test@${host}`, `X-Client: ${client}\r\n\r\nx\r\n`);
  await connection.quit();
  return reply;
}

async function deliveredFrom(): Promise<string[]> {
  const observations = await temp.store.observations.ofCheck(check);
  return observations.filter(({ kind }) => kind === 'delivered').map(({ clientAddress }) => clientAddress);
}

describe('several receivers on one port', () => {
  it('record what each client does under its own address, in one store', async () => {
    expect(started()).toHaveLength(2);
    const replies = await Promise.all(CLIENTS.map(deliverFrom));
    expect(replies.filter((reply) => !reply.startsWith('250'))).toEqual([]);
    expect((await deliveredFrom()).toSorted()).toEqual(CLIENTS);
  });

  it('count the connections of a client exactly', async () => {
    const open = await Promise.all(
      Array.from({ length: MAX_PER_CLIENT + 3 }, () =>
        SmtpClient.open(receiver.port, '127.0.0.1', CLIENTS[0]),
      ),
    );
    const greetings = await Promise.all(open.map((connection) => connection.reply()));
    expect(greetings.filter((greeting) => greeting?.startsWith('220'))).toHaveLength(MAX_PER_CLIENT);
    await Promise.all(
      open.map(async (connection) => {
        connection.socket.destroy();
        await connection.closed;
      }),
    );
  });

  it('are handed no more connections than may wait while they do not take them', async () => {
    const stop = (signal: NodeJS.Signals): void => started().forEach((pid) => process.kill(pid, signal));
    stop('SIGSTOP');
    const open: SmtpClient[] = [];
    try {
      // Of two receivers, each has 511 that wait.
      for (let index = 0; index < 1_100; index += 1) {
        open.push(await SmtpClient.open(receiver.port, '127.0.0.1', `127.1.${index % 200}.1`));
      }
      const refused = await Promise.race(open.map((client) => client.reply()));
      expect(refused).toBe('421 4.7.0 Too many connections, please try again later');
    } finally {
      stop('SIGCONT');
      for (const { socket } of open) socket.destroy();
    }
    // Those that waited are taken first.
    await expect.poll(() => deliverFrom(CLIENTS[0] ?? ''), PATIENT).toMatch(/^250/);
  });

  it('present new certificates in all of them after SIGHUP', async () => {
    receiver.child.kill('SIGHUP');
    await expect.poll(() => logged('certificates reloaded'), PATIENT).toHaveLength(2);
  });

  it('are started again when one is killed, while the others go on', async () => {
    const [first = 0] = started();
    process.kill(first, 'SIGKILL');
    await expect
      .poll(() => logged('a receiver ended; it is started again'), PATIENT)
      .toMatchObject([{ process: first, signal: 'SIGKILL' }]);
    await expect.poll(started, PATIENT).toHaveLength(3);
    const replies = await Promise.all(CLIENTS.map(deliverFrom));
    expect(replies.filter((reply) => !reply.startsWith('250'))).toEqual([]);
  });

  it('let a message on its way finish when they are ended, and end with the process that listens', async () => {
    const running = started().slice(1);
    const connection = await SmtpClient.greeted(receiver.port, '127.0.0.1', '127.0.7.1');
    await connection.command('EHLO client.test');
    await connection.command('MAIL FROM:<sender@client.test>');
    await connection.command(`RCPT TO:<test@${check.token}.do.${DOMAIN}>`);
    expect(await connection.command('DATA')).toMatch(/^354/);
    receiver.child.kill('SIGTERM');
    await expect.poll(() => logged('shutting down').length, PATIENT).toBe(3);
    expect(await connection.command('Subject: late\r\n\r\nx\r\n.')).toMatch(/^250/);
    expect(await receiver.exit).toBe(0);
    expect(await deliveredFrom()).toContain('127.0.7.1');
    for (const process_ of running) expect(() => process.kill(process_, 0)).toThrow();
  });
});

/** No rollover would find it: all of its connections reach the same receiver. */
describe('a receiver that cannot read new certificates', () => {
  it('is given no connection once others present them, and is started again', async () => {
    const [dir, next] = [
      await writeCertificateSet({ domain: DOMAIN }),
      await writeCertificateSet({ domain: DOMAIN }),
    ];
    const [old, fresh] = [await leafIn(dir), await leafIn(next)];
    const workers = await spawnReceiver({
      ...{ DOMAIN, CERTS_DIR: dir, SMTP_HOST: '127.0.0.1', SMTP_WORKERS: '2' },
      DATABASE_URL: `sqlite:${temp.database.path}`,
    });
    const seen: (string | null)[] = [];
    const everyClientSees = async (): Promise<(string | null)[]> => {
      const leaves: (string | null)[] = [];
      for (const client of CLIENTS) leaves.push(await leafFor(client, workers.port));
      seen.push(...leaves);
      return leaves;
    };
    try {
      expect(await everyClientSees()).toEqual(CLIENTS.map(() => old));
      const failing = workers.logs.find(({ worker }) => worker === 1)?.['process'];
      // It can open no file any more.
      execFileSync('prlimit', [`--pid=${String(failing)}`, '--nofile=3:3']);
      await cp(next, dir, { recursive: true });

      await expect.poll(everyClientSees, PATIENT).toEqual(CLIENTS.map(() => fresh));
      expect(seen.slice(seen.indexOf(fresh))).not.toContain(old);
      expect(seen).toContain(null);
      expect(workers.logs).toContainEqual(
        expect.objectContaining({
          ...{ worker: 1, process: failing },
          msg: 'a receiver has not read the certificates that others present; it is started again',
        }),
      );
    } finally {
      workers.child.kill('SIGKILL');
      await workers.exit;
    }
  });
});

/** The fingerprint of what it is presented; null when it is refused for the moment. */
async function leafFor(client: string, port: number): Promise<string | null> {
  const connection = await SmtpClient.open(port, '127.0.0.1', client);
  // Without descriptors a receiver loses what it is handed.
  connection.socket.setTimeout(PATIENT.timeout / 4, () => connection.socket.destroy());
  const greeting = await connection.reply();
  if (greeting?.startsWith('421') === true) return null;
  await connection.command('EHLO client.test');
  const { fingerprint256 } = (await connection.startTls(`do.${DOMAIN}`)).getPeerCertificate();
  await connection.quit();
  return fingerprint256;
}

async function leafIn(dir: string): Promise<string> {
  return new X509Certificate(await readFile(join(dir, 'leaf.cert.pem'))).fingerprint256;
}

describe('receivers that cannot start', () => {
  it('say why once', async () => {
    const failed = await spawnReceiver({
      ...{ DOMAIN, CERTS_DIR: '/nowhere', SMTP_HOST: '127.0.0.1', SMTP_WORKERS: '2' },
      DATABASE_URL: `sqlite:${temp.database.path}`,
    });
    expect(await failed.exit).toBe(1);
    expect(failed.stderr().match(/\/nowhere/g)).toHaveLength(1);
  });
});
