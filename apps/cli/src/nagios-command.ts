import type { Command } from 'commander';

import { NAGIOS } from './exit-codes.js';
import type { ExitStatus } from './exit-status.js';
import { nagiosUnknown } from './probe/report/nagios-report.js';
import { describeError } from './report-error.js';

/**
 * Makes a command with `--nagios` answer a wrong call as UNKNOWN: Nagios reads standard output alone, and would take the usual code
 * for CRITICAL.
 */
export function answerNagios(command: Command, status: ExitStatus): void {
  status.misuse = NAGIOS.unknown;
  command.configureOutput({ outputError: (text) => printUnknown(text.replace(/^error: /, '')) });
}

/** The end of a run with `--nagios` that found out nothing. */
export function failAsUnknown(error: unknown, status: ExitStatus): void {
  printUnknown(describeError(error).replace(/^havedane: /, ''));
  status.code = NAGIOS.unknown;
}

function printUnknown(reason: string): void {
  process.stdout.write(`${nagiosUnknown(reason)}\n`);
}
