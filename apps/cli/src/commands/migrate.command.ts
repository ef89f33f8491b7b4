import { resolve } from 'node:path';

import { type Command, InvalidArgumentError } from 'commander';

import { loadConfig, databaseUrl, type Config } from '#config';
import { databaseName, migrateStore, moveStore } from '#store';

import { removeAbandoned } from '../backup/staging.js';

type Database = Config['database'];
type SqliteDatabase = Extract<Database, { engine: 'sqlite' }>;

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('Create the store of DATABASE_URL, or bring its schema up to date')
    .option(
      '--from <url>',
      'move what this store holds (sqlite:PATH) into an empty PostgreSQL database',
      sqliteUrl,
    )
    .option('--to <url>', 'the database to move into, if it is another one than DATABASE_URL', postgresUrl)
    .action(
      async ({ from, to }: { readonly from?: SqliteDatabase; readonly to?: Database }, command: Command) => {
        if (from !== undefined) await move(from, to ?? loadConfig().database);
        else if (to !== undefined) command.error('--to needs --from', { exitCode: 2 });
        else await migrate(loadConfig());
      },
    );
}

/** The first step of every start, and so the one that removes what a killed backup left. */
export async function migrate(config: Config): Promise<void> {
  console.log(describeMigrations(config, await migrateStore(config.database)));
  for (const dir of await removeAbandoned(config))
    console.log(`Store: removed ${dir}, which a backup or restore that was killed had left`);
}

function describeMigrations({ database }: Config, applied: readonly string[]): string {
  if (applied.length === 0) return `Store: ${databaseName(database)} is up to date`;
  return `Store: migrated ${databaseName(database)} (${applied.join(', ')})`;
}

async function move(from: SqliteDatabase, to: Database): Promise<void> {
  if (to.engine !== 'postgres') {
    throw new Error(
      `A store is moved into PostgreSQL; ${databaseName(to)} is not: name a database with --to`,
    );
  }
  for (const { table, rows } of await moveStore({ ...from, path: resolve(from.path) }, to)) {
    console.log(`Store: ${table}: ${rows} rows, the same in both`);
  }
  console.log(`Store: moved to ${databaseName(to)}; set DATABASE_URL to it before you start the apps`);
}

function sqliteUrl(text: string): SqliteDatabase {
  const database = databaseUrl.safeParse(text).data;
  if (database?.engine === 'sqlite') return database;
  throw new InvalidArgumentError('It must be sqlite:PATH.');
}

function postgresUrl(text: string): Database {
  const database = databaseUrl.safeParse(text).data;
  if (database?.engine === 'postgres') return database;
  throw new InvalidArgumentError('It must be postgres://USER:PASSWORD@HOST:PORT/DATABASE.');
}
