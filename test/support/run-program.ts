import { execFile } from 'node:child_process';

import { PATIENCE_MS } from '../lab/poll.js';

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with the given standard input to its end, whatever its exit code. Rejects when it cannot be run. */
export function run(
  program: string,
  args: readonly string[],
  input: string | Uint8Array = '',
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { timeout: PATIENCE_MS }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(new Error(`${program}: ${error.message}`));
      else resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
