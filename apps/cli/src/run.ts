import { CommanderError } from 'commander';

import { EXIT } from './exit-codes.js';
import type { ExitStatus } from './exit-status.js';
import { createProgram, withPresentName } from './program.js';
import { describeError, errorLine } from './report-error.js';

/**
 * Runs the command that the arguments name. Answers the exit code: of EXIT, or what the command itself
 * says.
 */
export async function run(args: readonly string[]): Promise<number> {
  const status: ExitStatus = { code: EXIT.ok, misuse: EXIT.usage };
  try {
    const named = withPresentName(args, (line) => {
      if (!isQuiet(args)) process.stderr.write(errorLine(line));
    });
    const program = await createProgram(status, named);
    await program.parseAsync(named, { from: 'user' });
    return status.code;
  } catch (error) {
    // Commander has printed its message, or the help, already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : status.misuse;
    process.stderr.write(describeError(error));
    return EXIT.wrong;
  }
}

/** Cron mails every line, and Nagios shows it. */
function isQuiet(args: readonly string[]): boolean {
  return ['-q', '--quiet', '--nagios', '--json'].some((flag) => args.includes(flag));
}
