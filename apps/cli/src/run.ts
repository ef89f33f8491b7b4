import { CommanderError } from 'commander';

import type { ExitStatus } from './exit-status.js';
import { createProgram } from './program.js';
import { describeError } from './report-error.js';

/**
 * Runs the command that the arguments name. Answers the exit code: 0 done, 1 failed, 2 called wrongly; or what the
 * command itself says.
 */
export async function run(args: readonly string[]): Promise<number> {
  const status: ExitStatus = { code: 0, misuse: 2 };
  try {
    const program = await createProgram(status, args);
    await program.parseAsync(args, { from: 'user' });
    return status.code;
  } catch (error) {
    // Commander has printed its message, or the help, already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : status.misuse;
    process.stderr.write(describeError(error));
    return 1;
  }
}
