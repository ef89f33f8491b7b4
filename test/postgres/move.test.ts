/** `havedane migrate --from sqlite:… --to postgres://…` */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

// oxlint-disable-next-line no-restricted-imports -- plays other programs, which #store cannot
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openStore, type Store } from '#store';

import { type ContractStore, openContractStore } from '../support/contract-store.js';
import { FILLED, FILLED_TOKEN, filledDatabase, HIGHEST_ID } from '../support/filled-database.js';
import { PATIENT } from '../support/patience.js';
import { executeSql } from '../support/raw-database.js';
import { runCommandLine } from '../support/run-command-line.js';
import { sampleObservation } from '../support/sample-observation.js';
import { openTempStore } from '../support/temp-store.js';

async function open(database: Parameters<typeof openStore>[0]['database']): Promise<Store> {
  return openStore({ database, maxObservationsPerCheck: 500, schemaTimeoutMs: 0 });
}

/** What a reader of the store sees, from every table. */
async function contentOf(store: Store): Promise<unknown> {
  const messages = await store.operatorMail.list();
  return {
    check: await store.checks.find(FILLED_TOKEN, 1),
    probes: await Promise.all(['p1', 'p3'].map((id) => store.probes.find(id).catch(String))),
    messages,
    whole: await store.operatorMail.find(messages[0]?.id ?? 0),
    reports: await store.tlsReports.list(),
    attempts: await store.tlsReports.beginParsing('00ff', 100_000),
  };
}

/** One line of the program, and nothing else. */
function line(pattern: RegExp): unknown {
  return expect.stringMatching(new RegExp(`^havedane: [^\n]*${pattern.source}[^\n]*\n$`));
}

/** Nothing listens there. */
const NOWHERE = 'postgres://a:secret@127.0.0.1:1/x';

const moveStore = (from: string, to: string) => runCommandLine(['migrate', '--from', from, '--to', to], {});

describe('a store that moves to PostgreSQL', () => {
  let target: ContractStore;
  let url: string;
  let source: Awaited<ReturnType<typeof filledDatabase>>;
  let sql: pg.Client;

  beforeEach(async () => {
    target = await openContractStore();
    url = (target.database as { url: string }).url;
    // Tables come and go here: no other test gets this database.
    await target.execute('SELECT 1');
    await target.store.close();
    source = await filledDatabase();
    sql = new pg.Client({ connectionString: url });
    await sql.connect();
  });
  afterEach(async () => {
    await sql.end();
    await target.close();
  });

  const move = () => moveStore(`sqlite:${source.path}`, url);

  async function rowsOf(table: string): Promise<number> {
    const { rows } = await sql.query<{ count: string }>(`SELECT COUNT(*) AS "count" FROM "${table}"`);
    return Number(rows[0]?.count);
  }

  it('is there as it was, and goes on numbering where it was', async () => {
    const { code, stdout, stderr } = await move();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const [table, rows] of Object.entries(FILLED)) {
      expect(stdout).toContain(`Store: ${table}: ${rows} rows, the same in both\n`);
      expect(await rowsOf(table)).toBe(rows);
    }
    const before = await open(source);
    const text = JSON.stringify(await contentOf(before)).replaceAll('\\u0000é', '�é');
    await before.close();
    const after = await target.openAnother();
    expect(JSON.stringify(await contentOf(after))).toBe(text);
    await after.observations.append(sampleObservation(FILLED_TOKEN));
    const found = await after.checks.find(FILLED_TOKEN, 1);
    expect(found?.revision).toBe(HIGHEST_ID + 1);
    expect(found?.observations.at(-1)?.id).toBe(HIGHEST_ID + 1);
    // The limit of checks is kept by a count.
    await after.checks.insert({ token: 'new', createdAt: 1, expiresAt: 2 }, FILLED.checks);
    expect(await rowsOf('checks')).toBe(FILLED.checks);
  });

  it('may be moved again, and is refused where anything else is', async () => {
    await move();
    expect((await move()).code).toBe(0);
    await sql.query(`UPDATE "observations" SET "detail" = 'other' WHERE "id" = 6001`);
    expect(await move()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^havedane: The database \S+ holds other rows in "observations" than .*\n$/,
      ),
    });
    expect(await rowsOf('observations')).toBe(FILLED.observations);
  });

  it('is not opened before all of it is there, and goes on after kill -9', async () => {
    await sql.query('BEGIN; LOCK TABLE "probes" IN SHARE MODE');
    await killWhileWaiting();
    await expect(open(target.database)).rejects.toThrow(/is being filled from .*migrate --from/);
    await sql.query('COMMIT');
    const versions = () => sql.query('SELECT "token", xmin::text FROM "checks" ORDER BY "token"');
    const { rows: written } = await versions();
    expect(written).toHaveLength(FILLED.checks);
    expect((await move()).code).toBe(0);
    expect((await versions()).rows).toEqual(written);
    expect(await rowsOf('probes')).toBe(FILLED.probes);
    await (await open(target.database)).close();
  });

  it('is refused while an app has the database open, and leaves that usable', async () => {
    const app = await target.openAnother();
    expect(await move()).toMatchObject({ code: 1, stderr: line(/is in use: stop the API, the receiver/) });
    await (await open(target.database)).close();
    await app.close();
    expect(await rowsOf('checks')).toBe(0);
  });

  it('begins again when the file was used since the move was killed', async () => {
    await move();
    await sql.query(`CREATE TABLE "unfinished_move" AS SELECT '${source.path}' AS "source"`);
    const other = await moveStore(`sqlite:${(await filledDatabase()).path}`, url);
    expect(other).toMatchObject({
      code: 1,
      stderr: line(/holds the beginning of a move from .*: finish that/),
    });
    await executeSql(
      source.path,
      `PRAGMA foreign_keys = ON; DELETE FROM "checks" WHERE "token" = '${FILLED_TOKEN}'`,
    );
    const { code, stdout, stderr } = await move();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`checks: ${FILLED.checks - 1} rows`);
    expect(await rowsOf('checks')).toBe(FILLED.checks - 1);
    const { rows } = await sql.query(`SELECT "stored"::int FROM "counts" WHERE "subject" = 'checks'`);
    expect(rows).toEqual([{ stored: FILLED.checks - 1 }]);
  });

  /** The program waits at the table of probes, which somebody else has locked, and is killed there. */
  async function killWhileWaiting(): Promise<void> {
    const args = ['migrate', '--from', `sqlite:${source.path}`, '--to', url];
    const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', ...args], { stdio: 'ignore' });
    const waits = async () =>
      (await sql.query(`SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'probes'::regclass`)).rows;
    await expect.poll(waits, PATIENT).toHaveLength(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

describe('a move that cannot be', () => {
  it('is refused while an app has the file open, and leaves it usable', async () => {
    const temp = await openTempStore();
    expect(await moveStore(`sqlite:${temp.database.path}`, NOWHERE)).toMatchObject({
      code: 1,
      stderr: line(/is in use: stop the API, the receiver/),
    });
    await temp.store.checks.insert({ token: 'new', createdAt: 1, expiresAt: 2 }, 10);
    await temp.close();
  });

  it('is said in one line when the server is not there, without the password', async () => {
    const { stderr } = await moveStore(`sqlite:${(await filledDatabase()).path}`, NOWHERE);
    expect(stderr).toEqual(line(/does not answer/));
    expect(stderr).not.toContain('secret');
  });

  it.each([
    [
      'no such file',
      ['--from', 'sqlite:/nowhere/a', '--to', NOWHERE],
      1,
      /There is no database \/nowhere\/a/,
    ],
    ['a file that is no database', ['--from', 'sqlite:package.json', '--to', NOWHERE], 1, /not a database/],
    ['the engines the wrong way round', ['--from', NOWHERE, '--to', 'sqlite:a'], 2, /It must be sqlite:PATH/],
    ['only where to', ['--to', NOWHERE], 2, /--to needs --from/],
    ['nowhere to move', ['--from', 'sqlite:a'], 1, /is not: name a database with --to/],
  ])('is said in one line: %s', async (_what, args, code, says) => {
    const result = await runCommandLine(['migrate', ...args], {
      DOMAIN: 'dane.example',
      DATABASE_URL: 'sqlite:x',
    });
    expect(result).toMatchObject({ code, stderr: line(says) });
  });
});
