/** `havedane doctor`: whether this instance is set up right, so that its verdicts can be trusted. */
import { type Command, InvalidArgumentError } from 'commander';

import { loadConfig } from '#config';
import { printableJson } from '#text';

import { EXIT, exitCodeHelp } from '../exit-codes.js';
import type { ExitStatus } from '../exit-status.js';
import { isColoured } from '../is-coloured.js';
import { formatDoctorReport } from './doctor-report.js';
import { examine } from './examine.js';
import { runDoctor } from './run-doctor.js';

interface DoctorOptions {
  readonly json?: true;
  readonly timeout: number;
}

export function registerDoctor(program: Command, status: ExitStatus): void {
  program
    .command('doctor')
    .description('Check DNS, certificates, port 25 and the store of this instance')
    .option('--json', 'print the lines as a JSON array')
    .option('--timeout <seconds>', 'how long to wait for each answer of the network', seconds, 10)
    .addHelpText('after', exitCodeHelp('doctor'))
    .action(async ({ json, timeout }: DoctorOptions) => {
      const lines = await runDoctor(await examine(loadConfig(), timeout * 1000));
      console.log(json === true ? printableJson(lines) : formatDoctorReport(lines, isColoured()));
      if (lines.some((line) => line.status === 'error')) status.code = EXIT.wrong;
      else if (lines.some((line) => line.status === 'unknown')) status.code = EXIT.unknown;
    });
}

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d{1,3}$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError('It must be a number of seconds from 1 to 999.');
}
