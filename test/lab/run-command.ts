/** Commands that end by themselves. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { LabError } from './lab-error.js';
import { PATIENCE_MS } from './poll.js';
import { SYSTEM_PATH } from './programs.js';

const execFileAsync = promisify(execFile);

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Written to its standard input. */
  readonly input?: string;
  readonly timeoutMs?: number;
}

/** A program ended with an error; the message holds what it wrote. */
export class CommandError extends LabError {
  override readonly name = 'CommandError';
}

/** Runs a program; resolves to its standard output. @throws CommandError */
export async function runCommand(
  program: string,
  args: readonly string[],
  { cwd, env, input, timeoutMs = PATIENCE_MS }: CommandOptions = {},
): Promise<string> {
  const running = execFileAsync(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: SYSTEM_PATH, ...env },
    timeout: timeoutMs,
  });
  // A program that ends without reading its input closes the pipe; its exit status tells whether that was right.
  running.child.stdin?.on('error', () => undefined).end(input ?? '');
  try {
    return (await running).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new CommandError(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`.trimEnd(), {
      cause: error,
    });
  }
}
