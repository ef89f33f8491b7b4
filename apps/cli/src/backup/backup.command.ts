/** `havedane backup` and `havedane restore`: all that an instance cannot make again, in one file. */
import type { Command } from 'commander';

import { loadConfig } from '#config';

import { interruptible } from '../interruptible.js';
import { restoreBackup } from './restore-backup.js';
import { writeBackup } from './write-backup.js';

const STANDARD_STREAM = '-';

export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('Back up database, keys, zones and rollover state into one archive, while everything runs')
    .argument('<file>', 'the archive to make (tar, gzip); - is standard output')
    .addHelpText(
      'after',
      '\nThe archive holds private keys. Keep .env and secrets/ with it: they are not inside.',
    )
    .action(async (file: string) => {
      const config = loadConfig();
      const output = file === STANDARD_STREAM ? process.stdout : file;
      const contents = await interruptible((signal) => writeBackup(config, output, signal));
      // Standard output may be the archive.
      process.stderr.write(`Backup of ${config.domain}: ${contents.join(', ')}\n`);
    });
}

export function registerRestore(program: Command): void {
  program
    .command('restore')
    .description('Restore a backup into an empty instance of the same DOMAIN')
    .argument('<file>', 'an archive of `havedane backup`; - is standard input')
    .action(async (file: string) => {
      const input = file === STANDARD_STREAM ? process.stdin : file;
      const { domain, createdAt } = await interruptible((signal) =>
        restoreBackup(loadConfig(), input, signal),
      );
      console.log(`Restored the backup of ${domain} made at ${createdAt}`);
    });
}
