/** A database of PostgreSQL of which something cannot be written, and what health, the API and the receiver make of it. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';

// oxlint-disable-next-line no-restricted-imports -- plays other programs, which #store cannot
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { isStoreUnavailable, migrateStore, openStore, type Store } from '#store';

import {
  expectRecovery,
  expectTrouble,
  expectUnhealthy,
  startApiInTrouble,
} from '../support/api-in-trouble.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';
import { executePostgres, PostgresServer } from '../support/postgres-server.js';
import { PATIENT } from '../support/patience.js';
import { copyCertificates, DOMAIN } from '../support/receiver-fixture.js';
import { spawnReceiver } from '../support/receiver-process.js';
import { sampleObservation } from '../support/sample-observation.js';
import { mountSmallDisk } from '../support/small-disk.js';
import { SmtpClient } from '../support/smtp-client.js';

const run = promisify(execFile);
const CHECK = { token: '0123456789ab', createdAt: 1, expiresAt: Date.now() + 3_600_000 };
const TABLES = [
  'checks',
  'counts',
  'releases',
  'observations',
  'probes',
  'operator_messages',
  'tls_reports',
  'report_attempts',
  'rates',
  'check_reports',
];

let temp: ContractStore;
let url: string;
let closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  temp = await openContractStore();
  url = (temp.database as { url: string }).url;
  await temp.store.checks.insert(CHECK, 10);
});
afterEach(async () => {
  vi.useRealTimers();
  for (const close of closers.reverse()) await close();
  closers = [];
  await temp.close();
});

/** Takes the lock of ALTER TABLE; the function returned gives it back. */
async function lock(table: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url }).on('error', () => undefined);
  await client.connect();
  closers.push(() => client.end());
  await client.query(`BEGIN; LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`);
  return async () => {
    await client.query('ROLLBACK');
  };
}

/** Why the store says that it cannot be written; null: it can. What it found before becomes too old, by a clock that is faked. */
async function troubleOf(store: Store): Promise<string | null> {
  vi.advanceTimersByTime(5_000);
  return store.ping().then(
    () => null,
    (error: unknown) => {
      expect(isStoreUnavailable(error)).toBe(true);
      return (error as Error).message;
    },
  );
}

async function startApi() {
  const started = await startApiInTrouble({ DATABASE_URL: url });
  closers.push(() => started.api.close());
  return started;
}

describe('a table that somebody has locked', () => {
  it('shows, whichever it is, although nothing is written, and no longer than it lasts', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    for (const table of TABLES) {
      const release = await lock(table);
      expect([table, await troubleOf(temp.store)]).toEqual([table, expect.stringContaining('is held up')]);
      await release();
      await expect.poll(() => troubleOf(temp.store), PATIENT).toBeNull();
    }
  });

  it('is trouble of the store, too, where each of both has what the other waits for', async () => {
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    closers.push(() => other.end());
    await other.query(
      `BEGIN; SET LOCAL deadlock_timeout = '1h'; LOCK TABLE "observations" IN ACCESS EXCLUSIVE MODE`,
    );
    const outcome = temp.store.checks.find(CHECK.token, 1).catch((error: unknown) => error);
    const waits = async () =>
      (
        await other.query('SELECT FROM pg_locks WHERE NOT granted AND relation = $1::regclass', [
          'observations',
        ])
      ).rowCount;
    await expect.poll(waits, PATIENT).toBeGreaterThan(0);
    // The server ends the other one.
    await other.query('LOCK TABLE "checks" IN ACCESS EXCLUSIVE MODE');
    expect(await outcome).toMatchObject({
      message: expect.stringMatching(/is held up.*(deadlock detected|lock timeout)/),
    });
    expect(isStoreUnavailable(await outcome)).toBe(true);
  });

  it('shows in what the API answers, in one line of the log', async () => {
    const started = await startApi();
    const release = await lock('checks');
    await expectTrouble(started);
    await release();
    await expectRecovery(started);
  });

  it('shows in the health of the API while what it writes itself can be written', async () => {
    const started = await startApi();
    const release = await lock('observations');
    await started.api.createCheck();
    await expectUnhealthy(started.api);
    await started.api.createCheck();
    await expectUnhealthy(started.api);
    expect(started.errors).toHaveLength(1);
    await release();
    await expectRecovery(started);
  });

  it('makes the receiver defer', async () => {
    const certsDir = await copyCertificates();
    const receiver = await spawnReceiver({ DOMAIN, CERTS_DIR: certsDir, DATABASE_URL: url });
    const client = await SmtpClient.greeted(receiver.port);
    await client.command('EHLO client.test');
    const deliver = (): Promise<string> =>
      client.deliver(`${CHECK.token}@do.${DOMAIN}`, 'Subject: x\r\n\r\nx\r\n');
    const release = await lock('observations');
    expect(await deliver()).toMatch(/^451 /);
    await release();
    expect(await deliver()).toMatch(/^250 /);
    receiver.child.kill('SIGKILL');
    await receiver.exit;
    await rm(certsDir, { recursive: true });
  });
});

describe('a database that takes no row', () => {
  it('shows when it is read-only, as a standby is after a fail-over', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const name = new URL(url).pathname.slice(1);
    const change = (to: string): Promise<void> =>
      temp.execute(`BEGIN READ WRITE; ALTER DATABASE "${name}" ${to}; COMMIT;
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`);
    await change('SET default_transaction_read_only = on');
    await expect.poll(() => troubleOf(temp.store), PATIENT).toContain('is read-only');
    await change('RESET default_transaction_read_only');
    await expect.poll(() => troubleOf(temp.store), PATIENT).toBeNull();
  });

  it('shows when a right is revoked on one table', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const role = `app_${process.pid}`;
    await temp.execute(`CREATE ROLE ${role} LOGIN;
      GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role}`);
    closers.push(() => temp.execute(`DROP OWNED BY ${role}; DROP ROLE ${role}`));
    const ofRole = new URL(url);
    ofRole.username = role;
    const database = { engine: 'postgres', url: ofRole.href } as const;
    const store = await openStore({ database, maxObservationsPerCheck: 5 });
    closers.push(() => store.close());
    expect(await troubleOf(store)).toBeNull();
    for (const right of ['INSERT', 'UPDATE', 'DELETE', 'SELECT']) {
      await temp.execute(`REVOKE ${right} ON "tls_reports" FROM ${role}`);
      expect(await troubleOf(store)).toContain('does not permit this');
      await temp.execute(`GRANT ${right} ON "tls_reports" TO ${role}`);
      expect(await troubleOf(store)).toBeNull();
    }
  });

  it('shows when its disk is full, from the first row that finds no room until there is some', async ({
    skip,
  }) => {
    const disk = await mountSmallDisk(4);
    if (disk === null) return skip('mounting a small disk takes root');
    vi.useFakeTimers({ toFake: ['performance'] });
    closers.push(() => disk.close());
    const own = await PostgresServer.start();
    closers.push(() => own.stop());
    await run('chown', ['postgres:', disk.path]);
    const database = { engine: 'postgres', url: own.url() } as const;
    await migrateStore(database);
    await executePostgres(own.url(), `CREATE TABLESPACE "small" LOCATION '${disk.path}'`);
    for (const table of TABLES)
      await executePostgres(own.url(), `ALTER TABLE "${table}" SET TABLESPACE "small"`);
    const store = await openStore({ database, maxObservationsPerCheck: 1_000 });
    closers.push(() => store.close());
    await store.checks.insert(CHECK, 10);
    await disk.fill();
    const detail = 'x'.repeat(900);
    const fill = (): Promise<unknown> =>
      Promise.all(
        Array.from({ length: 1_000 }, () =>
          store.observations.append(sampleObservation(CHECK.token, { detail })),
        ),
      );
    await expect(fill()).rejects.toThrow('the disk of its server is full');
    // The page or two that have room for a row still are not taken for more.
    for (let times = 0; times < 3; times += 1)
      expect(await troubleOf(store)).toContain('the disk of its server is full');
    await disk.free();
    expect(await troubleOf(store)).toBeNull();
  });
});
