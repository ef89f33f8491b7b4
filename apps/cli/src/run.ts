import { CommanderError } from 'commander';

import { createProgram } from './program.js';
import { describeError } from './report-error.js';

/** Runs the command that the arguments name. Answers the exit code: 0 done, 1 failed, 2 called wrongly. */
export async function run(args: readonly string[]): Promise<0 | 1 | 2> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has printed its message, or the help, already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(describeError(error));
    return 1;
  }
}
