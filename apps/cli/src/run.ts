import { type Command, CommanderError } from 'commander';

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
    refuseUnknownHelp(program, named);
    await program.parseAsync(named, { from: 'user' });
    return status.code;
  } catch (error) {
    // Commander has printed its message, or the help, already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : status.misuse;
    process.stderr.write(describeError(error));
    return EXIT.wrong;
  }
}

/** Where commander is asked for help on a command that does not exist, it prints that on the program. */
function refuseUnknownHelp(program: Command, args: readonly string[]): void {
  const at = args.indexOf('help');
  const name = args[at + 1];
  if (at < 0 || name === undefined || name.startsWith('-')) return;
  const find = (command: Command | undefined, word: string): Command | undefined =>
    command?.commands.find((each) => each.name() === word);
  const asked = args.slice(0, at).reduce<Command | undefined>(find, program);
  if (asked !== undefined && asked.commands.length > 0 && find(asked, name) === undefined && name !== 'help')
    asked.error(`error: unknown command '${name}'`);
}

/** Cron mails every line, and Nagios shows it. */
function isQuiet(args: readonly string[]): boolean {
  return ['-q', '--quiet', '--nagios', '--json'].some((flag) => args.includes(flag));
}
