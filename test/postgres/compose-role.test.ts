/** What compose.scale.yml does with its PostgreSQL server: the apps have a role that owns their database, and nothing beyond it. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

import { load } from 'js-yaml';
// oxlint-disable-next-line no-restricted-imports -- plays other programs, which #store cannot
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { migrateStore, openStore } from '#store';

import { executePostgres, PostgresServer } from '../support/postgres-server.js';

const run = promisify(execFile);
const CHECK = { token: '0123456789ab', createdAt: 1, expiresAt: Date.now() + 3_600_000 };
const isRoot = process.getuid?.() === 0;

interface Service {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

let server: PostgresServer;
let makeRole: string;

/** As an earlier version left it: the superuser that made the server is the role of the apps. */
beforeAll(async () => {
  const { services } = load(await readFile('compose.scale.yml', 'utf8')) as {
    services: Record<'postgres' | 'postgres-role', Service>;
  };
  makeRole = (services['postgres-role'].command[0] ?? '').replaceAll('$$', '$');
  // As an image without a locale makes it.
  server = await PostgresServer.start({ encoding: 'SQL_ASCII' });
  await executePostgres(server.url(), `CREATE DATABASE havedane ENCODING 'UTF8' TEMPLATE template0`);
  await migrateStore({ engine: 'postgres', url: server.url('havedane') });
  const [, rules = ''] = /printf '(.*)'/.exec(services.postgres.entrypoint[2] ?? '') ?? [];
  await writeFile(join(server.directory, 'data/pg_hba.conf'), rules.replaceAll(String.raw`\n`, '\n'));
  await executePostgres(server.url(), 'SELECT pg_reload_conf()');
});
afterAll(() => server.stop());

/** In a process of the user of the server, as the service is. */
async function asServersUser(...command: readonly string[]): Promise<string> {
  const user = ['--reuid=postgres', '--regid=postgres', '--clear-groups', '--'];
  const env = { ...process.env, PGHOST: server.directory };
  return (await run('setpriv', [...user, ...command], { env, cwd: '/' })).stdout;
}

async function query(sql: string, url = server.url('havedane')): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[][];
  } finally {
    await client.end();
  }
}

const store = () =>
  openStore({ database: { engine: 'postgres', url: server.url('havedane') }, maxObservationsPerCheck: 500 });

async function expectFewRights(): Promise<void> {
  const rights = 'rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls';
  expect(await query(`SELECT rolname, ${rights} FROM pg_roles WHERE rolname = current_user`)).toEqual([
    ['havedane', false, false, false, false, false],
  ]);
  expect(await query(`SELECT roleid FROM pg_auth_members WHERE member = 'havedane'::regrole`)).toEqual([]);
  for (const forbidden of [
    'ALTER ROLE havedane SUPERUSER',
    'CREATE ROLE other SUPERUSER',
    'SET ROLE postgres',
    'SET ROLE former_havedane',
    `COPY (SELECT 1) TO PROGRAM 'true'`,
    `SELECT pg_read_file('/etc/passwd')`,
    `ALTER SYSTEM SET hba_file = '/tmp/other'`,
    'CREATE DATABASE other',
    'CREATE FUNCTION other() RETURNS void LANGUAGE c AS $$libc$$, $$exit$$',
  ]) {
    await expect(query(forbidden), forbidden).rejects.toThrow(/permission denied|must be|does not exist/);
  }
  // This process has another user, as those of the apps have.
  for (const role of ['postgres', 'former_havedane']) {
    const url = server.url('havedane').replace('havedane@', `${role}@`);
    await expect(query('SELECT 1', url), role).rejects.toThrow(
      /Peer authentication failed|no pg_hba.conf entry/,
    );
  }
  for (const database of ['postgres', 'template1']) {
    await expect(query('SELECT 1', server.url(database)), database).rejects.toThrow(/no pg_hba.conf entry/);
  }
}

describe.runIf(isRoot)('the role of the apps', () => {
  it('takes over what it made when it was the superuser of an earlier version', async () => {
    const before = await store();
    await before.checks.insert(CHECK, 10);
    await before.close();
    await asServersUser('sh', '-ec', makeRole);
    await expectFewRights();
    const after = await store();
    expect((await after.checks.find(CHECK.token, Date.now()))?.check.token).toBe(CHECK.token);
    await after.ping();
    await after.close();
  });

  it('is left as it is by further starts, with its apps running', async () => {
    const app = await store();
    const client = new pg.Client({ connectionString: server.url('havedane') });
    await client.connect();
    await client.query('BEGIN; SELECT * FROM "checks"');
    await asServersUser('sh', '-ec', makeRole);
    await client.end();
    expect((await app.checks.find(CHECK.token, Date.now()))?.check.token).toBe(CHECK.token);
    await app.close();
  });

  it('may change the schema, as a later version has to', async () => {
    await query('ALTER TABLE "checks" ADD COLUMN "later" text; DROP FUNCTION "count_checks" CASCADE');
    await query('CREATE TABLE "later" ("id" bigserial PRIMARY KEY); DROP TABLE "later"');
  });

  it('is made with its database on a new server, where there is neither', async () => {
    const drop = ['-c', 'DROP DATABASE havedane', '-c', 'DROP ROLE havedane'];
    await asServersUser('psql', '-X', '-U', 'postgres', ...drop);
    await asServersUser('sh', '-ec', makeRole);
    await expectFewRights();
    expect(await migrateStore({ engine: 'postgres', url: server.url('havedane') })).not.toEqual([]);
    const made = await store();
    await made.ping();
    await made.close();
  });
});
