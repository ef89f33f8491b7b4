import { Command } from 'commander';

import { packageVersion } from '#config';

import type { ExitStatus } from './exit-status.js';
import { errorLine } from './report-error.js';

type Register = (program: Command, status: ExitStatus, whole: () => Promise<Command>) => void;

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
  ['test', async () => (await import('./sending/test.command.js')).registerTest],
  ['probe', async () => (await import('./probe/probe.command.js')).registerProbe],
  ['watch', async () => (await import('./rollover/watch/watch.command.js')).registerWatch],
  ['demo', async () => (await import('./try/try.command.js')).registerDemo],
  ['inbox', async () => (await import('./mail/mail.command.js')).registerInbox],
  ['tlsrpt', async () => (await import('./tlsrpt/tlsrpt.command.js')).registerTlsrpt],
  ['completion', async () => (await import('./reference/reference.command.js')).registerCompletion],
  ['man', async () => (await import('./reference/reference.command.js')).registerMan],
]);

/** What commands were called before: the first words of a call, and those that it begins with now. */
const RENAMED: readonly (readonly [before: string, now: string])[] = [
  ['try', 'demo'],
  ['mail', 'inbox'],
  ['rollover watch', 'watch'],
];

/** The arguments with the present name of the command. @param note gets a line about the old one */
export function withPresentName(args: readonly string[], note: (line: string) => void): readonly string[] {
  for (const [before, now] of RENAMED) {
    const words = before.split(' ');
    if (!words.every((word, index) => args[index] === word)) continue;
    note(`\`havedane ${before}\` is now \`havedane ${now}\`; the old name still works.`);
    return [now, ...args.slice(words.length)];
  }
  return args;
}

/**
 * The program with the command that the arguments name, or with all when they name none. Where commander would end the process, it throws a CommanderError instead. A
 * command that has done its work sets `status` when the answer is a code other than 0.
 */
export async function createProgram(status: ExitStatus, [name = '']: readonly string[]): Promise<Command> {
  const called = COMMANDS.get(name);
  const needed = called === undefined ? [...COMMANDS.values()] : [called];
  const registrations = await Promise.all(needed.map((load) => load()));
  const program = new Command('havedane')
    .description('Test whether mail servers send securely (SMTP with DANE, RFC 7672)')
    .version(packageVersion())
    .addHelpText(
      'after',
      '\nThe configuration is read from environment variables; docs/configuration.md lists them.',
    )
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(errorLine(text.replace(/^error: /, ''))) });
  const whole = () => createProgram(status, []);
  for (const register of registrations) register(program, status, whole);
  return program;
}
