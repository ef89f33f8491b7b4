/** `havedane test`: whether mail that this machine, or a relay, sends is sent with DANE. */
import { Command, type ParseOptionsResult } from 'commander';

import { EXIT, exitCodeHelp } from '../exit-codes.js';
import type { ExitStatus } from '../exit-status.js';
import { answerNagios, failAsUnknown } from '../nagios-command.js';
import { describeError } from '../report-error.js';
import { isWithoutResult, runTest, TestUsageError } from './run-test.js';
import { wayOf } from './send.js';
import { type TestFlags, testOptions } from './test-options.js';

const HELP = `
Without --via and --sendmail it prints the addresses to mail, and waits.
${exitCodeHelp('test')}

Examples:
  havedane test --server https://dane.example.org --sendmail
  havedane test --server https://dane.example.org --via smtp://relay.example.org:587 --level full
  havedane test --server https://dane.example.org --sendmail --label mx1 --nagios --wait 45s`;

class TestCommand extends Command {
  constructor(private readonly status: ExitStatus) {
    super('test');
  }

  override parseOptions(args: string[]): ParseOptionsResult {
    if (args.includes('--nagios')) answerNagios(this, this.status);
    return super.parseOptions(args);
  }

  async test(flags: TestFlags): Promise<void> {
    const way = wayOf(flags);
    if (way === null) this.error('error: --via must be smtp[s]://[USER:PASSWORD@]HOST[:PORT]');
    try {
      this.status.code = await runTest(flags, way);
    } catch (error) {
      if (error instanceof TestUsageError) this.error(`error: ${error.message}`);
      if (flags.nagios === true) return failAsUnknown(error, this.status);
      if (!isWithoutResult(error)) throw error;
      process.stderr.write(describeError(error));
      this.status.code = EXIT.unknown;
    }
  }
}

export function registerTest(program: Command, status: ExitStatus): void {
  const command = new TestCommand(status);
  program.addCommand(command.copyInheritedSettings(program));
  command
    .description('Test how a mail server sends: mail a check through it and report whether it enforces DANE')
    .addHelpText('after', HELP)
    .action((flags: TestFlags) => command.test(flags));
  for (const option of testOptions()) command.addOption(option);
}
