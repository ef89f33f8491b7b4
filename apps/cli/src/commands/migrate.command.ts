import type { Command } from 'commander';

import { loadConfig, type Config } from '#config';
import { databaseName, migrateStore } from '#store';

import { removeAbandoned } from '../backup/staging.js';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('Create the store of DATABASE_URL, or bring its schema up to date')
    .action(async () => {
      await migrate(loadConfig());
    });
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
