import { Command } from 'commander';

import { packageVersion } from '#config';

import type { ExitStatus } from './exit-status.js';
import { errorLine } from './report-error.js';

type Register = (program: Command, status: ExitStatus) => void;

/**
 * Each adds its command, in the order of `--help`. The one that is called is loaded alone: all together they take a second,
 * which is much for one that cron calls every few minutes.
 */
const COMMANDS: ReadonlyMap<string, () => Promise<Register>> = new Map([
  ['init', async () => (await import('./init/init.command.js')).registerInit],
  ['setup', async () => (await import('./commands/setup.command.js')).registerSetup],
  ['certs', async () => (await import('./commands/certs.command.js')).registerCerts],
  ['dns', async () => (await import('./commands/dns.command.js')).registerDns],
  ['migrate', async () => (await import('./commands/migrate.command.js')).registerMigrate],
  ['backup', async () => (await import('./backup/backup.command.js')).registerBackup],
  ['restore', async () => (await import('./backup/backup.command.js')).registerRestore],
  ['rollover', async () => (await import('./rollover/rollover.command.js')).registerRollover],
  ['delegate', async () => (await import('./delegate/delegate.command.js')).registerDelegate],
  ['doctor', async () => (await import('./doctor/doctor.command.js')).registerDoctor],
  ['try', async () => (await import('./try/try.command.js')).registerTry],
  ['probe', async () => (await import('./probe/probe.command.js')).registerProbe],
  ['mail', async () => (await import('./mail/mail.command.js')).registerMail],
  ['tlsrpt', async () => (await import('./tlsrpt/tlsrpt.command.js')).registerTlsrpt],
]);

/**
 * The program with the command that the arguments name, or with all when they name none. Where commander would end the process, it throws a CommanderError instead. A
 * command that has done its work sets `status` when the answer is a code other than 0.
 */
export async function createProgram(status: ExitStatus, [name = '']: readonly string[]): Promise<Command> {
  const called = COMMANDS.get(name);
  const needed = called === undefined ? [...COMMANDS.values()] : [called];
  const registrations = await Promise.all(needed.map((load) => load()));
  const program = new Command('havedane')
    .description('HaveDane: tells whether a mail server sends securely (SMTP with DANE, RFC 7672)')
    .version(packageVersion())
    .addHelpText(
      'after',
      '\nThe configuration is read from environment variables; docs/configuration.md lists them.',
    )
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(errorLine(text.replace(/^error: /, ''))) });
  for (const register of registrations) register(program, status);
  return program;
}
