import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  DatabaseError,
  migrateStore,
  openStore,
  schemaDifference,
  SchemaNotReadyError,
  SchemaTooNewError,
  type Store,
} from '#store';

import { executeSql } from '../support/raw-database.js';
import { sampleObservation } from '../support/sample-observation.js';

let directory: string;
let database: { engine: 'sqlite'; path: string };

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'havedane-schema-'));
  database = { engine: 'sqlite', path: join(directory, 'a', 'b', 'store.sqlite3') };
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const options = () => ({ database, maxObservationsPerCheck: 500, schemaTimeoutMs: 0 });

describe('migrateStore', () => {
  it('creates the directory and the schema, and does nothing the second time', async () => {
    expect(await migrateStore(database)).not.toEqual([]);
    expect(await migrateStore(database)).toEqual([]);
    const store = await openStore(options());
    await expect(store.ping()).resolves.toBeUndefined();
    await store.close();
  });

  it('gives the schema that the entities describe', async () => {
    await migrateStore(database);
    expect(await schemaDifference(database)).toEqual([]);
    await executeSql(
      database.path,
      'DROP INDEX "checks_eviction"; ALTER TABLE "observations" RENAME "size" TO "octets"',
    );
    expect((await schemaDifference(database)).join()).toMatch(/checks_eviction.*size|size.*checks_eviction/s);
  });

  it('keeps what a database of an older version holds', async () => {
    await migrateStore(database);
    const store = await openStore(options());
    const check = { token: '0123456789ab', createdAt: Date.now(), expiresAt: Date.now() + 60_000 };
    await store.checks.insert(check, 10);
    await store.observations.append(sampleObservation(check.token));
    const before = await store.observations.ofCheck(check);
    await store.close();

    const columns = ['name', 'type', 'dnssec_ok', 'transport', 'resolver_port'];
    await executeSql(
      database.path,
      [
        ...columns.map((column) => `ALTER TABLE "observations" DROP "query_${column}"`),
        `DELETE FROM "migrations" WHERE "name" LIKE 'AddQueries%'`,
      ].join(';'),
    );
    await expect(openStore(options())).rejects.toThrow(SchemaNotReadyError);
    expect(await migrateStore(database)).toEqual([expect.stringMatching(/^AddQueries/)]);
    const reopened = await openStore(options());
    expect(await reopened.observations.ofCheck(check)).toEqual(before);
    await reopened.close();
  });

  it('applies each migration once when several run at the same time', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => migrateStore(database)));
    expect(results.filter((applied) => applied.length > 0)).toHaveLength(1);
  });

  it('leaves no file beside the database', async () => {
    await migrateStore(database);
    expect(await readdir(join(directory, 'a', 'b'))).toEqual(['store.sqlite3']);
  });
});

describe('the migration that gives each scenario a release', () => {
  it('keeps what was refused, asked for and let through', async () => {
    await migrateStore(database);
    const store = await openStore(options());
    for (const token of ['asked', 'let-through', 'other'])
      await store.checks.insert({ token, createdAt: 1, expiresAt: 1_000 }, 10);
    const { evidence } = sampleObservation('let-through');
    const spare = evidence === null ? null : { ...evidence, certificate: 'spare' as const };
    await store.observations.append(
      sampleObservation('let-through', { scenario: 'wrong', at: 9, evidence: spare }),
    );
    await store.close();

    await executeSql(
      database.path,
      `DROP TABLE "releases";
       ALTER TABLE "checks" ADD COLUMN "refused_at" integer;
       ALTER TABLE "checks" ADD COLUMN "release_requested_at" integer;
       UPDATE "checks" SET "refused_at" = 5 WHERE "token" <> 'other';
       UPDATE "checks" SET "release_requested_at" = 7 WHERE "token" = 'asked';
       DELETE FROM "migrations" WHERE "name" LIKE 'CreateReleases%'`,
    );
    expect(await migrateStore(database)).toEqual([expect.stringMatching(/^CreateReleases/)]);
    expect(await schemaDifference(database)).toEqual([]);
    const again = await openStore(options());
    const releases = ['asked', 'let-through', 'other'].map((token) => again.checks.findLive(token, 10));
    expect(await Promise.all(releases)).toEqual([
      new Map([['wrong', { refusedAt: 5, requestedAt: 7, closedAt: null }]]),
      new Map([['wrong', { refusedAt: 5, requestedAt: null, closedAt: 9 }]]),
      new Map(),
    ]);
    await again.close();
  });
});

describe('the migration that adds how far a session came', () => {
  it('keeps as refusals only what the new rules call one', async () => {
    await migrateStore(database);
    const store = await openStore(options());
    await store.checks.insert({ token: 'a', createdAt: 1, expiresAt: 1_000 }, 10);
    const sample = sampleObservation('a').evidence;
    if (sample === null) throw new Error('the sample has no evidence');
    const refusal = (at: number, facts: Partial<typeof sample>, detail = 'The client said QUIT.') =>
      sampleObservation('a', {
        ...{ kind: 'refused', scenario: 'wrong', at, detail },
        evidence: { ...sample, alert: null, ...facts },
      });
    const greeted =
      'The client said QUIT 5 ms after it had seen our certificate, before it named a recipient.';
    for (const observation of [
      refusal(1, { end: 'client-reset' }),
      refusal(2, { end: 'quit' }, greeted),
      refusal(3, { end: 'client-closed', sinceCertificateMs: 10_001 }),
      refusal(4, { end: 'quit' }),
      refusal(5, { end: 'client-alert', alert: 'bad_certificate', sinceCertificateMs: 20_000 }),
    ])
      await store.observations.append(observation);
    await store.close();

    await executeSql(
      database.path,
      [
        ...['reached', 'reply', 'timing'].map((column) => `ALTER TABLE "observations" DROP "${column}"`),
        'DROP TABLE "releases"',
        'ALTER TABLE "checks" ADD COLUMN "refused_at" integer',
        'ALTER TABLE "checks" ADD COLUMN "release_requested_at" integer',
        'UPDATE "checks" SET "refused_at" = 1',
        `DELETE FROM "migrations" WHERE "name" LIKE 'AddSessionFacts%' OR "name" LIKE 'CreateReleases%'`,
      ].join(';'),
    );
    expect(await migrateStore(database)).toEqual([
      expect.stringMatching(/^AddSessionFacts/),
      expect.stringMatching(/^CreateReleases/),
    ]);
    const again = await openStore(options());
    const stored = await again.observations.ofCheck({ token: 'a', createdAt: 1, expiresAt: 1_000 });
    expect(stored.map(({ kind }) => kind)).toEqual(['lost', 'left', 'lost', 'refused', 'refused']);
    expect((await again.checks.findLive('a', 10))?.get('wrong')).toMatchObject({ refusedAt: 4 });
    await again.close();
  });
});

describe('the migration that adds the key of a client', () => {
  it('bounds what was stored before it, and joins it to a check as before', async () => {
    await migrateStore(database);
    const check = { token: '0123456789ab', createdAt: 1, expiresAt: 1_000_000 };
    const address = (last: number): string => `2001:db8::${last.toString(16)}`;
    const refusal = (at: number): ReturnType<typeof sampleObservation> =>
      sampleObservation(null, { kind: 'refused', scenario: 'wrong', at, clientAddress: address(at) });
    const before = await openStore(options());
    await before.checks.insert(check, 10);
    for (const at of [1, 2]) await before.observations.append(refusal(at));
    await before.close();

    await executeSql(
      database.path,
      `DROP INDEX "observations_unattributed";
       CREATE INDEX "observations_unattributed" ON "observations" ("client_address", "at") WHERE "token" IS NULL;
       ALTER TABLE "observations" DROP COLUMN "client_key";
       DELETE FROM "migrations" WHERE "name" LIKE 'AddClientKey%'`,
    );
    expect(await migrateStore(database)).toEqual([expect.stringMatching(/^AddClientKey/)]);
    const after = await openStore(options());
    for (let at = 3; at <= 51; at += 1) await after.observations.append(refusal(at));
    for (const last of [1, 2]) {
      const delivery = { at: 60, clientAddress: address(last) };
      await after.observations.append(sampleObservation(check.token, delivery));
    }
    const seen = await after.observations.ofCheck(check);
    expect(seen.flatMap(({ kind, at }) => (kind === 'refused' ? [at] : []))).toEqual([2]);
    await after.close();
  });
});

describe('openStore', () => {
  it('says what to run when there is no database, and creates none', async () => {
    const folder = join(directory, 'a', 'b');
    await mkdir(folder, { recursive: true });
    await expect(openStore(options())).rejects.toThrow(SchemaNotReadyError);
    await expect(openStore(options())).rejects.toThrow(/store\.sqlite3 has not been .*npm run migrate/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says when not even its folder exists, and makes none', async () => {
    await expect(openStore(options())).rejects.toThrow(SchemaNotReadyError);
    const folder = join(directory, 'a', 'b');
    await expect(openStore(options())).rejects.toThrow(
      `The folder ${folder}, where DATABASE_URL has the database, does not exist.`,
    );
    expect(await readdir(directory)).toEqual([]);
  });

  it('says what to run when the database has no schema yet', async () => {
    await mkdir(join(directory, 'a', 'b'), { recursive: true });
    await writeFile(database.path, '');
    await expect(openStore(options())).rejects.toThrow(SchemaNotReadyError);
  });

  it('waits for a migration that ends in time', async () => {
    const opening = openStore({ ...options(), schemaTimeoutMs: 20_000 });
    await migrateStore(database);
    const store = await opening;
    await store.checks.insert({ token: 'a', createdAt: 1, expiresAt: 2 }, 10);
    expect(await store.checks.isLive('a', 1)).toBe(true);
    await store.close();
  });

  it('does not open a database of a newer version, nor migrates it', async () => {
    await migrateStore(database);
    await executeSql(
      database.path,
      `INSERT INTO "migrations" ("timestamp", "name") VALUES (9999999999999, 'FromTheFuture1')`,
    );
    await expect(openStore(options())).rejects.toThrow(SchemaTooNewError);
    await expect(migrateStore(database)).rejects.toThrow(/newer version.*FromTheFuture1/);
  });

  it.each([
    ['migrateStore', () => migrateStore(database)],
    ['openStore', () => openStore(options())],
  ])('%s names a file that is not a database', async (_name, use) => {
    await mkdir(join(directory, 'a', 'b'), { recursive: true });
    await writeFile(database.path, 'This is a letter to my aunt, not a database.\n'.repeat(100));
    await expect(use()).rejects.toThrow(DatabaseError);
    await expect(use()).rejects.toThrow(/store\.sqlite3 is damaged or not a database/);
  });

  it('names a file whose pages are damaged', async () => {
    await migrateStore(database);
    const file = await open(database.path, 'r+');
    await file.write(Buffer.alloc(4096, 0xff), 0, 4096 - 100, 100);
    await file.close();
    await expect(openStore(options())).rejects.toThrow(/store\.sqlite3 is damaged or not a database/);
  });

  it.each([
    ['is a directory', () => mkdir(database.path, { recursive: true })],
    ['lies below a file', () => writeFile(join(directory, 'a'), '')],
  ])('says that the database cannot be opened when its path %s', async (_case, prepare) => {
    await prepare();
    await expect(migrateStore(database)).rejects.toThrow(/store\.sqlite3 cannot be opened for writing/);
  });
});

describe('a database of an older version', () => {
  const check = { token: '0123456789ab', createdAt: 1, expiresAt: 1_000 };

  beforeEach(async () => {
    await migrateStore(database);
    const store = await openStore(options());
    await store.checks.insert(check, 10);
    await store.close();
  });

  async function upgraded(sql: string, ...migrations: readonly RegExp[]): Promise<Store> {
    await executeSql(database.path, sql);
    expect(await migrateStore(database)).toEqual(migrations.map((name) => expect.stringMatching(name)));
    const store = await openStore(options());
    expect(await store.checks.isLive(check.token, 10)).toBe(true);
    return store;
  }

  it('keeps what it holds when probes are added', async () => {
    const store = await upgraded(
      `DROP TABLE "probes"; DELETE FROM "migrations" WHERE "name" LIKE 'CreateProbes%' OR "name" LIKE 'AddProbeLease%'`,
      /^CreateProbes/,
      /^AddProbeLease/,
    );
    expect(await store.probes.find('a')).toBeNull();
    await store.close();
  });

  it('keeps what it holds when mail to the operator is added', async () => {
    const store = await upgraded(
      `DROP TABLE "operator_messages"; DROP TABLE "tls_reports"; DELETE FROM "migrations" WHERE "name" LIKE 'CreateOperatorMail%' OR "name" LIKE 'AddUnfinished%'`,
      /^CreateOperatorMail/,
      /^AddUnfinishedAttempts/,
    );
    expect(await store.operatorMail.list()).toEqual([]);
    expect(await store.tlsReports.list()).toEqual([]);
    await store.close();
  });
});
