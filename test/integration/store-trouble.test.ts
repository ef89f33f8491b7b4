/** A store that cannot be written, because the disk is full or another process holds it, and what the API says of it. */
import { spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { PROBLEM_MEDIA_TYPE } from '#contracts';
import { createLogger } from '#logging';

import { RetentionJob } from '../../apps/api/src/checks/retention.job.js';
import type { ApiOptions } from '../../apps/api/src/create-api-app.js';
import { OperatorMailJob } from '../../apps/api/src/operator/mail/operator-mail.job.js';
import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { PATIENT } from '../support/patience.js';
import { holdWriteLock } from '../support/raw-database.js';
import { sampleMessage } from '../support/sample-operator-mail.js';
import { mountSmallDisk } from '../support/small-disk.js';

const POLL = { ...PATIENT, interval: 200 };

let closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  closers = [];
});

/** The API and the errors that it logged. */
async function start(options: ApiOptions = {}): Promise<{ api: ApiFixture; errors: string[] }> {
  const errors: string[] = [];
  const destination = { write: (line: string) => void errors.push(line) };
  const logger = createLogger({ level: 'error', pretty: false }, 'api', destination);
  const api = await startApi({}, { logger, ...options });
  closers.push(() => api.close());
  return { api, errors };
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

const healthOf = async ({ url }: ApiFixture): Promise<number> => (await fetch(`${url}/healthz`)).status;
const storeUp = async ({ adminUrl }: ApiFixture): Promise<string | undefined> =>
  /^havedane_store_up (\d)$/m.exec(await (await fetch(`${adminUrl}/metrics`)).text())?.[1];
const create = ({ url }: ApiFixture): Promise<Response> => fetch(`${url}/api/checks`, { method: 'POST' });

async function expectTrouble({ api, errors }: Awaited<ReturnType<typeof start>>): Promise<void> {
  for (const response of await Promise.all(Array.from({ length: 20 }, () => create(api)))) {
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(response.headers.get('content-type')).toBe(PROBLEM_MEDIA_TYPE);
    expect(await response.json()).toMatchObject({ type: 'urn:havedane:problem:store-unavailable' });
  }
  await expect.poll(() => healthOf(api), POLL).toBe(503);
  expect(await storeUp(api)).toBe('0');
  expect(errors).toHaveLength(1);
}

async function expectRecovery({ api }: Awaited<ReturnType<typeof start>>): Promise<void> {
  await expect.poll(async () => (await create(api)).status, POLL).toBe(201);
  await expect.poll(() => healthOf(api), POLL).toBe(200);
  expect(await storeUp(api)).toBe('1');
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
