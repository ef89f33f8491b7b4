import type { Command } from 'commander';

import { loadConfig, type Config } from '#config';
import { migrateStore } from '#store';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('create the store of DATABASE_URL, or bring its schema up to date')
    .action(async () => {
      const config = loadConfig();
      console.log(describeMigrations(config, await migrateStore(config.database)));
    });
}

export function describeMigrations({ database }: Config, applied: readonly string[]): string {
  if (applied.length === 0) return `Store: ${database.path} is up to date`;
  return `Store: migrated ${database.path} (${applied.join(', ')})`;
}
