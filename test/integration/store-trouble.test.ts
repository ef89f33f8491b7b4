/** A store that cannot be written, because the disk is full or another process holds it, and what is said of it. */
import { execFile, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, describe, expect, it } from 'vitest';

import { loadConfig } from '#config';
import { migrateStore } from '#store';

import { RetentionJob } from '../../apps/api/src/checks/retention.job.js';
import type { ApiOptions } from '../../apps/api/src/create-api-app.js';
import { OperatorMailJob } from '../../apps/api/src/operator/mail/operator-mail.job.js';
import { checkStore } from '../../apps/cli/src/doctor/checks/store.check.js';
import type { Examination } from '../../apps/cli/src/doctor/examination.js';
import {
  type ApiInTrouble,
  expectRecovery,
  expectTrouble,
  healthOf,
  POLL,
  startApiInTrouble,
} from '../support/api-in-trouble.js';
import { holdWriteLock } from '../support/raw-database.js';
import { sampleMessage } from '../support/sample-operator-mail.js';
import { mountSmallDisk } from '../support/small-disk.js';

let closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  closers = [];
});

async function start(options: ApiOptions = {}): Promise<ApiInTrouble> {
  const started = await startApiInTrouble({}, options);
  closers.push(() => started.api.close());
  return started;
}

async function startOn(directory: string): ReturnType<typeof start> {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = directory;
  try {
    return await start();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

describe('a store that cannot be written', () => {
  it('shows while another process holds it, in one line of the log, and no longer', async () => {
    const started = await start();
    const release = await holdWriteLock(started.api.databasePath);
    await expectTrouble(started);
    await release();
    await expectRecovery(started);
  });

  it('is one line of the log for all jobs that go on meanwhile', async () => {
    let now = Date.now();
    const { api, errors } = await start({ clock: () => now });
    const receivedAt = now + 3_600_000;
    const message = sampleMessage({ purpose: 'tls-report', receivedAt });
    await api.receiver.operatorMail.keep(message, { maxMessages: 10, maxBytes: 1_000_000 });
    const release = await holdWriteLock(api.databasePath);
    now = receivedAt;
    const jobs = [api.app.get(RetentionJob), api.app.get(OperatorMailJob)];
    for (let count = 0; count < 2; count += 1) await Promise.all(jobs.map((job) => job.run()));
    expect(errors).toHaveLength(1);
    await release();
  });

  it('shows when the disk is full, even while nothing is written, and no longer', async ({ skip }) => {
    const disk = await mountSmallDisk(4);
    if (disk === null) return skip('mounting a small disk takes root');
    closers.push(() => disk.close());
    const started = await startOn(disk.path);
    expect(await healthOf(started.api)).toBe(200);
    await disk.fill();
    // Nobody writes: only health itself can find out.
    await expect.poll(() => healthOf(started.api), POLL).toBe(503);
    await expectTrouble(started);
    await disk.free();
    await expectRecovery(started);
  });
});

describe('the health check of the receiver', () => {
  /** A server that greets, as the receiver does. */
  async function greeting(): Promise<number> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      socket.end('220 hello\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    return (server.address() as AddressInfo).port;
  }

  const exitCode = (databasePath: string, port: number): Promise<number | null> =>
    new Promise((resolve) => {
      const env = {
        ...process.env,
        DATABASE_URL: `sqlite:${databasePath}`,
        SMTP_HOST: '127.0.0.1',
        SMTP_PORT: String(port),
      };
      spawn(process.execPath, ['docker/smtp-health.mjs'], { env, stdio: 'ignore' }).once('exit', resolve);
    });

  it('fails while the store cannot be written, although the receiver greets', async () => {
    const { api } = await start();
    const port = await greeting();
    expect(await exitCode(api.databasePath, port)).toBe(0);
    const release = await holdWriteLock(api.databasePath);
    expect(await exitCode(api.databasePath, port)).toBe(1);
    await release();
    expect(await exitCode(api.databasePath, port)).toBe(0);
    expect(await healthOf(api)).toBe(200);
  });

  it('fails while the disk has room for a page, and for no message', async ({ skip }) => {
    const disk = await mountSmallDisk(4);
    if (disk === null) return skip('mounting a small disk takes root');
    closers.push(() => disk.close());
    const { api } = await startOn(disk.path);
    const port = await greeting();
    expect(await exitCode(api.databasePath, port)).toBe(0);
    await disk.fill({ leaving: 16_384 });
    expect(await exitCode(api.databasePath, port)).toBe(1);
    expect(await healthOf(api)).toBe(503);
    await disk.free();
    expect(await exitCode(api.databasePath, port)).toBe(0);
  });
});

describe('the doctor', () => {
  it('sees that the disk of the store is mounted read-only', async ({ skip }) => {
    const disk = await mountSmallDisk(4);
    if (disk === null) return skip('mounting a small disk takes root');
    closers.push(() => disk.close());
    const path = join(disk.path, 'store.sqlite3');
    await migrateStore({ engine: 'sqlite', path });
    const config = loadConfig({ DOMAIN: 'dane.test', DATABASE_URL: `sqlite:${path}` });
    const storeLine = async () => (await checkStore({ config } as Examination))[0];
    expect(await storeLine()).toMatchObject({ check: 'store', status: 'ok' });
    await promisify(execFile)('mount', ['-o', 'remount,ro', disk.path]);
    const found = expect.stringMatching(/mounted read-only/) as string;
    expect(await storeLine()).toMatchObject({ check: 'store', status: 'error', found });
  });
});
