import { Command } from 'commander';

import { registerCerts } from './commands/certs.command.js';
import { registerDns } from './commands/dns.command.js';
import { registerMigrate } from './commands/migrate.command.js';
import { registerSetup } from './commands/setup.command.js';
import { registerDoctor } from './doctor/doctor.command.js';
import type { ExitStatus } from './exit-status.js';
import { registerMail } from './mail/mail.command.js';
import { registerProbe } from './probe/probe.command.js';
import { errorLine } from './report-error.js';
import { registerRollover } from './rollover/rollover.command.js';
import { registerTlsrpt } from './tlsrpt/tlsrpt.command.js';
import { registerTry } from './try/try.command.js';
import { packageVersion } from './version.js';

type Register = (program: Command, status: ExitStatus) => void;

/** Each adds its command; the order is that of `--help`. */
const REGISTER: readonly Register[] = [
  registerSetup,
  registerCerts,
  registerDns,
  registerMigrate,
  registerRollover,
  registerDoctor,
  registerTry,
  registerProbe,
  registerMail,
  registerTlsrpt,
];

/**
 * The program with all its commands. Where commander would end the process, it throws a CommanderError instead. A
 * command that has done its work sets `status` when the answer is a code other than 0.
 */
export function createProgram(status: ExitStatus): Command {
  const program = new Command('havedane')
    .description('HaveDane: tells whether a mail server sends securely (SMTP with DANE, RFC 7672)')
    .version(packageVersion())
    .addHelpText(
      'after',
      '\nThe configuration is read from environment variables; docs/configuration.md lists them.',
    )
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(errorLine(text.replace(/^error: /, ''))) });
  for (const register of REGISTER) register(program, status);
  return program;
}
