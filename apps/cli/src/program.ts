import { Command } from 'commander';

import { registerCerts } from './commands/certs.command.js';
import { registerDns } from './commands/dns.command.js';
import { registerMigrate } from './commands/migrate.command.js';
import { registerSetup } from './commands/setup.command.js';
import { errorLine } from './report-error.js';
import { registerTry } from './try/try.command.js';
import { packageVersion } from './version.js';

/** Each adds its command; the order is that of `--help`. */
const REGISTER = [registerSetup, registerCerts, registerDns, registerMigrate, registerTry];

/** The program with all its commands. Where commander would end the process, it throws a CommanderError instead. */
export function createProgram(): Command {
  const program = new Command('havedane')
    .description('HaveDane: tells whether a mail server sends securely (SMTP with DANE, RFC 7672)')
    .version(packageVersion())
    .addHelpText(
      'after',
      '\nThe configuration is read from environment variables; docs/configuration.md lists them.',
    )
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(errorLine(text.replace(/^error: /, ''))) });
  for (const register of REGISTER) register(program);
  return program;
}
