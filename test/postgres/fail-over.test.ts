/**
 * A standby takes over from PostgreSQL while somebody watches a check: by real replication, and at the same address. What holds
 * when commits wait for the standby is tested under load (faults.test.ts).
 */
import { rm } from 'node:fs/promises';

import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { CheckBody } from '#contracts';
import { migrateStore, openStore, type StoreOptions } from '#store';

import { createCheck } from '../lab/api-client.js';
import { type LiveClient, watch } from '../support/api-fixture.js';
import { type AppProcess, spawnApp } from '../support/app-process.js';
import { DatabaseLink } from '../support/database-link.js';
import { PATIENT } from '../support/patience.js';
import { executePostgres, PostgresServer, queryPostgres } from '../support/postgres-server.js';
import { copyCertificates, DOMAIN, insertCheck } from '../support/receiver-fixture.js';
import { type ReceiverProcess, spawnReceiver } from '../support/receiver-process.js';
import { sampleObservation } from '../support/sample-observation.js';
import { SmtpClient } from '../support/smtp-client.js';

/** More than the ids that a standby leaves out, of which PostgreSQL logs 32 at a time. */
const LOST = 100;

let primary: PostgresServer;
let standby: PostgresServer;
let link: DatabaseLink;
let certsDir: string;
let receiver: ReceiverProcess;
let api: AppProcess;
let token: string;
let client: LiveClient;
let shown: CheckBody[];

beforeEach(async () => {
  primary = await PostgresServer.start();
  await migrateStore(databaseOf(primary));
  link = await new DatabaseLink(primary.socketPath).open();
  certsDir = await copyCertificates();
  const env = { DOMAIN, CERTS_DIR: certsDir, DATABASE_URL: link.url('havedane', { query_timeout: '3000' }) };
  [standby, receiver, api] = await Promise.all([
    PostgresServer.start({ standbyOf: primary }),
    spawnReceiver(env),
    spawnApp('api', { ...env, HTTP_PORT: '0', ADMIN_PORT: '0' }),
  ]);
  const url = `http://127.0.0.1:${String(api.listening?.['port'])}`;
  ({ token } = await createCheck(url));
  client = io(url, { forceNew: true, transports: ['websocket'] });
  shown = [(await watch(client, token)) as CheckBody];
  client.on('check:update', (check) => shown.push(check));
});
afterEach(async () => {
  client.close();
  for (const { child } of [receiver, api]) child.kill('SIGTERM');
  expect(await Promise.all([receiver.exit, api.exit])).toEqual([0, 0]);
  link.close();
  await Promise.all([primary.stop(), standby.stop()]);
  await rm(certsDir, { recursive: true });
});

function databaseOf(server: PostgresServer): StoreOptions['database'] {
  return { engine: 'postgres', url: server.url() };
}

async function deliver(name: string): Promise<string> {
  const smtp = await SmtpClient.greeted(receiver.port);
  await smtp.command(`EHLO ${name}.test`);
  const reply = await smtp.deliver(`${token}@do.${DOMAIN}`);
  await smtp.quit();
  return reply;
}

const senders = (): readonly (string | null)[] =>
  shown.at(-1)?.observations.map(({ clientName }) => clientName) ?? [];

async function expectWatched(expected: readonly string[]): Promise<void> {
  await expect.poll(senders, PATIENT).toEqual(expected.map((name) => `${name}.test`));
}

/** What the primary stores from here on, the standby lacks. */
async function cutOff(): Promise<void> {
  const kept = 'SELECT "client_name" FROM "observations"';
  await expect.poll(() => queryPostgres(standby.url(), kept), PATIENT).toHaveLength(1);
  await executePostgres(standby.url(), `ALTER SYSTEM SET primary_conninfo = ''`);
  await executePostgres(standby.url(), 'SELECT pg_reload_conf()');
  await expect.poll(() => queryPostgres(standby.url(), 'TABLE pg_stat_wal_receiver'), PATIENT).toEqual([]);
}

/** Stores some observations of the check that is watched, and then others. */
async function store(server: PostgresServer, count: number, ...senders: readonly string[]): Promise<void> {
  const opened = await openStore({ database: databaseOf(server), maxObservationsPerCheck: count });
  const other = await insertCheck(opened);
  const of = [
    ...senders.map((name) => sampleObservation(token, { clientName: `${name}.test` })),
    ...Array.from({ length: count }, () => sampleObservation(other.token)),
  ];
  await Promise.all(of.map((one) => opened.observations.append(one)));
  await opened.close();
}

async function takeOver(): Promise<void> {
  await primary.kill();
  await executePostgres(standby.url(), 'SELECT pg_promote()');
}

function expectRisingRevisions(): void {
  // None was taken for an older one.
  const revisions = shown.map(({ revision }) => revision);
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
}

it('a watcher sees all that comes after a standby took over that lacked the last moments', async () => {
  expect(await deliver('kept')).toMatch(/^250 /);
  await expectWatched(['kept']);
  await cutOff();

  await store(primary, LOST);
  expect(await deliver('lost')).toMatch(/^250 /);
  await expectWatched(['kept', 'lost']);
  await takeOver();
  link.socketPath = standby.socketPath;

  await expect.poll(() => deliver('after'), PATIENT).toMatch(/^250 /);
  await expectWatched(['kept', 'after']);
  expect(await deliver('later')).toMatch(/^250 /);
  await expectWatched(['kept', 'after', 'later']);
  expectRisingRevisions();
});

it('a watcher sees what was stored by then, although more was stored than lost before the API looked', async () => {
  expect(await deliver('kept')).toMatch(/^250 /);
  // So much to write that the checkpoint after the standby took over takes minutes.
  await executePostgres(
    primary.url(),
    'CREATE TABLE "ballast" AS SELECT repeat(md5(i::text), 30) FROM generate_series(1, 40000) i',
  );
  await expect
    .poll(() => queryPostgres(standby.url(), `SELECT to_regclass('ballast')`), PATIENT)
    .toEqual([{ to_regclass: 'ballast' }]);
  await cutOff();

  await store(primary, LOST, 'lost');
  await expectWatched(['kept', 'lost']);
  await takeOver();
  await store(standby, 2 * LOST, 'between');
  link.socketPath = standby.socketPath;

  // By itself a page is read again after a minute, when time changes its verdict.
  const warned = () => api.logs.filter(({ msg }) => String(msg).startsWith('the store went back'));
  await expect.poll(warned, PATIENT).toHaveLength(1);
  const checkpoint = 'SELECT "timeline_id" FROM pg_control_checkpoint()';
  expect(await queryPostgres(standby.url(), checkpoint)).toEqual([{ timeline_id: 1 }]);
  await expectWatched(['kept', 'between']);
  expectRisingRevisions();
});

it('who watches a check that the standby lacks learns that it is gone', async () => {
  expect(await deliver('kept')).toMatch(/^250 /);
  await cutOff();
  const url = `http://127.0.0.1:${String(api.listening?.['port'])}`;
  const lost = await createCheck(url);
  await watch(client, lost.token);
  const gone = new Promise((resolve) => client.once('check:gone', resolve));
  const waiting = fetch(`${url}/api/checks/${lost.token}?wait=60`);
  await expect.poll(() => watchesOf(api), PATIENT).toBe(3);
  await takeOver();
  link.socketPath = standby.socketPath;

  expect(await gone).toBe(lost.token);
  expect((await waiting).status).toBe(404);
  expect(await watch(client, lost.token)).toMatchObject({ status: 404 });
});

/** By sockets and by requests that wait. */
async function watchesOf({ listening }: AppProcess): Promise<number> {
  const { port } = listening?.['admin'] as { port: number };
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^havedane_watches (\d+)$/m.exec(text)?.[1]);
}
