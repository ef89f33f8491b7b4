/** What only PostgreSQL can do to the store; what it must do is tested with SQLite, in test/integration/store-*.test.ts. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

// oxlint-disable-next-line no-restricted-imports -- plays other programs, which #store cannot
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  DatabaseError,
  isStoreUnavailable,
  migrateStore,
  openStore,
  schemaDifference,
  SchemaNotReadyError,
  SchemaTooNewError,
  type StoreOptions,
} from '#store';

import { type ContractStore, openContractStore } from '../support/contract-store.js';
import { DatabaseLink } from '../support/database-link.js';
import { PATIENT } from '../support/patience.js';
import { executePostgres, PostgresServer, queryPostgres } from '../support/postgres-server.js';
import { copyCertificates, DOMAIN } from '../support/receiver-fixture.js';
import { spawnReceiver } from '../support/receiver-process.js';
import { sampleObservation } from '../support/sample-observation.js';
import { SmtpClient } from '../support/smtp-client.js';

const CHECK = { token: '0123456789ab', createdAt: 1, expiresAt: Date.now() + 3_600_000 };

let temp: ContractStore;
let url: string;

beforeEach(async () => {
  temp = await openContractStore({ maxObservationsPerCheck: 1_000_000 });
  url = (temp.database as { url: string }).url;
  await temp.store.checks.insert(CHECK, 10);
});
afterEach(() => temp.close());

function optionsFor(change: (url: URL) => void): StoreOptions {
  const changed = new URL(url);
  change(changed);
  return {
    database: { engine: 'postgres', url: changed.href },
    maxObservationsPerCheck: 5,
    schemaTimeoutMs: 0,
  };
}

describe('the schema', () => {
  it('is what the entities describe', async () => {
    expect(await schemaDifference(temp.database)).toEqual([]);
  });

  it('is made once by migrations that are started at the same time', async () => {
    await temp.execute('CREATE SCHEMA "empty"');
    const { database } = optionsFor((changed) => {
      changed.searchParams.set('options', '-c search_path=empty');
    });
    await expect(openStore({ database, maxObservationsPerCheck: 5, schemaTimeoutMs: 0 })).rejects.toThrow(
      SchemaNotReadyError,
    );
    const applied = await Promise.all([1, 2, 3].map(() => migrateStore(database)));
    expect(applied.flat()).toEqual([
      'CreateStore1796083200000',
      'CreateCheckReports1796100000000',
      'AddProbeLease1796169600000',
      'AddReportMatch1796300000000',
      'IndexRefusals1796301000000',
      'CreateRates1796302000000',
      'AddOutcome1796303000000',
    ]);
  });

  it('takes as long as it has to, and waits no longer for others than they can wait', async () => {
    await temp.execute(`CREATE TABLE "seen" ("timeouts" text);
      CREATE FUNCTION "see"() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO "public"."seen" SELECT current_setting('statement_timeout') || ' ' || current_setting('lock_timeout');
      END $$;
      CREATE EVENT TRIGGER "see" ON ddl_command_end EXECUTE FUNCTION "see"();
      CREATE SCHEMA "empty"; DELETE FROM "seen"`);
    const { database } = optionsFor((changed) => {
      changed.searchParams.set('options', '-c search_path=empty');
    });
    await migrateStore(database);
    expect(await queryPostgres(url, 'SELECT DISTINCT "timeouts" FROM "seen"')).toEqual([
      { timeouts: '0 30s' },
    ]);
  });

  it('is made by one also where the server ends connections over which nothing is asked', async () => {
    await temp.execute(`CREATE FUNCTION "wait"() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_advisory_xact_lock_shared(1, 1);
      END $$;
      CREATE EVENT TRIGGER "wait" ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION "wait"();
      CREATE SCHEMA "empty";
      DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET idle_session_timeout = 200', current_database()); END $$`);
    const blocker = new pg.Client({ connectionString: url });
    await blocker.connect();
    await blocker.query('SET idle_session_timeout = 0; SELECT pg_advisory_lock(1, 1)');
    const { database } = optionsFor((changed) => {
      changed.searchParams.set('options', '-c search_path=empty');
    });
    const migrated = migrateStore(database);
    const locks = (which: string) => queryPostgres(url, `SELECT 1 FROM pg_locks WHERE ${which}`);
    const waits = `locktype = 'advisory' AND classid = 1 AND NOT granted`;
    await expect.poll(() => locks(waits), PATIENT).toHaveLength(1);
    // It has nothing to do since, as the one that holds the lock.
    const idle = new pg.Client({ connectionString: url });
    const ended = new Promise((resolve) => idle.on('error', resolve));
    await idle.connect();
    await ended;
    expect(await locks(`locktype = 'advisory' AND classid = 7672 AND objid = 2 AND granted`)).toHaveLength(1);
    await blocker.end();
    expect((await migrated).length).toBeGreaterThan(0);
  });

  it('of a newer version is neither opened nor migrated', async () => {
    await temp.execute(
      `INSERT INTO "migrations" ("timestamp", "name") VALUES (9999999999999, 'FromTheFuture1')`,
    );
    await expect(temp.openAnother()).rejects.toThrow(SchemaTooNewError);
    await expect(migrateStore(temp.database)).rejects.toThrow(/newer version.*FromTheFuture1/);
  });
});

describe('a server that cannot be used', () => {
  it.each([
    ['is not there', (changed: URL) => changed.searchParams.set('host', '/nowhere'), /does not answer/],
    [
      'has no such database',
      (changed: URL) => (changed.pathname = '/nobody'),
      /nobody does not exist on its server/,
    ],
    [
      'does not know the user',
      (changed: URL) => (changed.username = 'stranger'),
      /refuses the user or the password/,
    ],
  ])('is said in one line, without the password, when it %s', async (_case, change, says) => {
    const options = optionsFor((changed) => {
      changed.password = 'geheim';
      change(changed);
    });
    for (const use of [() => openStore(options), () => migrateStore(options.database)]) {
      const error = await use().then(
        () => undefined,
        (thrown: unknown) => thrown as Error,
      );
      expect(error).toBeInstanceOf(DatabaseError);
      expect(error?.message).toMatch(says);
      expect(error?.message).not.toMatch(/geheim|\n/);
    }
  });
});

describe('a host that does not answer', () => {
  let stopped: ChildProcessByStdio<null, Readable, null> | undefined;
  const waiting: Socket[] = [];

  afterEach(() => {
    for (const socket of waiting.splice(0)) socket.destroy();
    stopped?.kill('SIGKILL');
  });

  /** Both end in one line, that says what it was, and neither tries again: the first attempt took long enough. */
  async function expectSaidOnce(port: number): Promise<void> {
    const silent = new URL(`postgres://havedane:geheim@127.0.0.1:${port}/x`).href;
    const database = { engine: 'postgres', url: silent } as const;
    const uses = [openStore({ database, maxObservationsPerCheck: 5 }), migrateStore(database)];
    for (const outcome of await Promise.allSettled(uses)) {
      const error = outcome.status === 'rejected' ? (outcome.reason as Error) : undefined;
      expect(error).toBeInstanceOf(DatabaseError);
      expect(error?.message).toMatch(
        /127\.0\.0\.1:\d+\/x did not answer within 5 s: check its host and port/,
      );
      expect(error?.message).not.toMatch(/geheim|lost|\n/);
    }
  }

  it('is said in one line when it accepts connections and is silent', async () => {
    const listener = createServer((socket) => waiting.push(socket)).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    await expectSaidOnce((listener.address() as AddressInfo).port);
    expect(waiting).toHaveLength(2);
    listener.close();
  });

  it('is said in one line when it accepts none', async () => {
    const listens = `const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port))`;
    stopped = spawn(process.execPath, ['-e', listens], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface(stopped.stdout), 'line')) as [string];
    // Nobody takes them from the queue, and a full one drops what comes.
    stopped.kill('SIGSTOP');
    for (let count = 0; count < 8; count += 1) waiting.push(connect(Number(line), '127.0.0.1'));
    await Promise.all(waiting.slice(0, 2).map((socket) => once(socket, 'connect')));
    await expectSaidOnce(Number(line));
  });
});

describe('a database that cannot hold what is stored', () => {
  it('is refused, by apps and migrations, when its text is not UTF-8', async () => {
    await temp.execute(`CREATE DATABASE "latin" ENCODING 'LATIN1' LOCALE 'C' TEMPLATE "template0"`);
    const options = optionsFor((changed) => (changed.pathname = '/latin'));
    const says = /latin stores text as LATIN1, which cannot hold all of it: create it with ENCODING 'UTF8'/;
    await expect(openStore(options)).rejects.toThrow(says);
    await expect(migrateStore(options.database)).rejects.toThrow(says);
    await temp.execute('DROP DATABASE "latin"');
  });

  it('is refused, by apps and migrations, when its server is older than the store needs', async () => {
    const [{ version } = { version: '' }] = (await queryPostgres(
      url,
      `SELECT current_setting('server_version_num') AS "version"`,
    )) as { version: string }[];
    const directory = new URL(url).searchParams.get('host') ?? '';
    const link = await new DatabaseLink(join(directory, '.s.PGSQL.5432')).open();
    link.rewrite = (octets) => Buffer.from(octets.toString('latin1').replaceAll(version, '140018'), 'latin1');
    const database = { engine: 'postgres', url: link.url('havedane') } as const;
    const says = /is of PostgreSQL 14: PostgreSQL 15 or later is needed/;
    await expect(openStore({ database, maxObservationsPerCheck: 5 })).rejects.toThrow(says);
    await expect(migrateStore(database)).rejects.toThrow(says);
    link.close();
  });
});

describe('ids', () => {
  it('become visible in the order in which they were given out, however late a commit comes', async () => {
    const fed: number[] = [];
    await temp.store.feed.subscribe((seen) => {
      fed.push(...seen.map(({ id }) => id));
    });
    // Somebody else's transaction, which would hold back a horizon for as long as it is open.
    const stranger = new pg.Client({ connectionString: url });
    await stranger.connect();
    await stranger.query('BEGIN; CREATE TABLE "of_somebody_else" ("id" bigint)');
    // Another receiver, that stands still between its insert and its commit.
    const slow = new pg.Client({ connectionString: url });
    await slow.connect();
    await slow.query('BEGIN; SELECT pg_advisory_xact_lock(7672, 1)');
    await slow.query(
      `INSERT INTO "observations" ("token", "at", "kind", "scenario", "client_address", "detail")
       VALUES ('${CHECK.token}', 1, 'delivered', 'do', '192.0.2.1', 'slow')`,
    );
    const appended = temp.store.observations.append(sampleObservation(CHECK.token, { detail: 'quick' }));
    expect((await temp.store.checks.find(CHECK.token, 1))?.revision).toBe(0);
    await slow.query('COMMIT');
    await slow.end();
    expect(await appended).toBe('stored');
    const found = await temp.store.checks.find(CHECK.token, 1);
    expect(found?.observations.map(({ detail }) => detail)).toEqual(['slow', 'quick']);
    await expect.poll(() => fed, PATIENT).toEqual([1, 2]);
    expect(found?.revision).toBe(2);
    await stranger.end();
  });
});

describe('limits', () => {
  it('are exact where a transaction has one snapshot by default, from before its turn', async () => {
    await temp.execute(`DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = ''serializable''', current_database());
    END $$`);
    const stores = [await temp.openAnother(), await temp.openAnother()] as const;
    const rates = [{ key: 'limited', limit: 10 }];
    const counts = Array.from({ length: 200 }, (_, index) => stores[index % 2 === 0 ? 0 : 1]);
    const answers = await Promise.all(counts.map((store) => store.rates.count(rates, 0)));
    expect(answers.filter((answer) => answer === null)).toHaveLength(10);
  });
});

describe('an observation without a token', () => {
  it('is stored without reading all the others, of which strangers make as many as are kept', async () => {
    await temp.execute(
      `INSERT INTO "observations" ("at", "kind", "scenario", "client_address", "client_key", "detail")
       SELECT 1, 'refused', 'wrong', "client", "client", '' FROM (
         SELECT '10.0.' || i / 250 || '.' || i % 250 AS "client" FROM generate_series(1, 20000) i) "clients"`,
    );
    await temp.execute('VACUUM ANALYZE "observations"');
    const statistics = async () => {
      const sql = `SELECT "n_tup_ins"::int AS "inserted", "idx_tup_fetch"::int AS "read" FROM pg_stat_user_tables WHERE "relname" = 'observations'`;
      return (await queryPostgres(url, sql))[0] as { inserted: number; read: number };
    };
    const before = await statistics();
    const other = await temp.openAnother();
    await other.observations.append(sampleObservation(null, { kind: 'refused', clientAddress: '192.0.2.9' }));
    // What a connection did is counted when it ends, or some seconds later.
    await other.close();
    const added = async () => (await statistics()).inserted - before.inserted;
    await expect.poll(added, PATIENT).toBeGreaterThan(0);
    expect((await statistics()).read - before.read).toBeLessThan(1_000);
  });
});

describe('text that PostgreSQL cannot hold', () => {
  it('is stored without what it cannot, by every way in', async () => {
    const bad = 'a\0b\ud800c\\u0000';
    const good = 'a\ufffdb\ufffdc\\u0000';
    await temp.store.observations.append(sampleObservation(CHECK.token, { clientName: bad }));
    const found = await temp.store.checks.find(CHECK.token, 1);
    expect(found?.observations.map(({ clientName }) => clientName)).toEqual([good]);
    await temp.store.probes.insert({ id: 'p', domain: bad, createdAt: 1 }, 10);
    expect((await temp.store.probes.find('p'))?.domain).toBe(good);
    expect(await temp.store.checks.isLive(bad, 1)).toBe(false);
  });
});

describe('a server that crashes under load', () => {
  let own: PostgresServer;
  let child: ChildProcessByStdio<null, Readable, null>;

  beforeEach(async () => {
    // Its commits would not wait for the disk.
    own = await PostgresServer.start({ settings: { synchronous_commit: 'off', wal_writer_delay: '10s' } });
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await own.stop();
  });

  it('loses nothing that was acknowledged, and who writes goes on by itself', async () => {
    const database = { engine: 'postgres', url: own.url() } as const;
    await migrateStore(database);
    const store = await openStore({ database, maxObservationsPerCheck: 1_000_000 });
    await store.checks.insert(CHECK, 10);
    child = spawn(
      process.execPath,
      ['build/test/support/append-for-ever.js', JSON.stringify(database), CHECK.token],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const acknowledged: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => acknowledged.push(line));
    for (let crash = 1; crash <= 3; crash += 1) {
      const before = acknowledged.length;
      await expect.poll(() => acknowledged.length, PATIENT).toBeGreaterThan(before + 100);
      await own.crash();
    }
    const before = acknowledged.length;
    await expect.poll(() => acknowledged.length, PATIENT).toBeGreaterThan(before + 100);
    child.kill('SIGKILL');
    await once(child, 'close');
    const stored = new Set((await store.observations.ofCheck(CHECK)).map(({ detail }) => detail));
    expect(acknowledged.filter((detail) => !stored.has(detail))).toEqual([]);
    await own.stop();
    const error: unknown = await store.ping().catch((thrown: unknown) => thrown);
    expect(isStoreUnavailable(error)).toBe(true);
    await store.close();
  });
});

describe('connections that their server ends', () => {
  it('are replaced: what was under way fails as a store that is in trouble, and nothing else', async () => {
    const own = await PostgresServer.start();
    const database = { engine: 'postgres', url: own.url() } as const;
    await migrateStore(database);
    const store = await openStore({ database, maxObservationsPerCheck: 5 });
    const end =
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL';
    const errors: unknown[] = [];
    const noted = (work: Promise<unknown>): Promise<unknown> =>
      work.catch((error: unknown) => errors.push(error));
    for (let round = 0; errors.length < 10; round += 1) {
      const token = round.toString().padStart(CHECK.token.length, '0');
      await Promise.all([
        executePostgres(own.url(), end),
        noted(store.checks.insert({ ...CHECK, token }, 1_000)),
        noted(store.operatorMail.totals()),
        noted(store.ping()),
      ]);
    }
    expect(errors.filter((error) => !isStoreUnavailable(error))).toEqual([]);
    await expect.poll(() => store.ping().then(() => true, String), PATIENT).toBe(true);
    await store.close();
    await own.stop();
  });
});

describe('the receiver', () => {
  it('answers 250 when the message is in the database', async () => {
    const certsDir = await copyCertificates();
    const receiver = await spawnReceiver({ DOMAIN, CERTS_DIR: certsDir, DATABASE_URL: url });
    const client = await SmtpClient.greeted(receiver.port);
    await client.command('EHLO client.test');
    const reply = await client.deliver(`${CHECK.token}@do.${DOMAIN}`, 'Subject: x\r\n\r\nx\r\n');
    receiver.child.kill('SIGKILL');
    expect(reply).toMatch(/^250 /);
    expect(await temp.store.observations.ofCheck(CHECK)).toMatchObject([
      { kind: 'delivered', clientName: 'client.test' },
    ]);
    await receiver.exit;
    await rm(certsDir, { recursive: true });
  });
});
