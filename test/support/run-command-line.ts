import { vi } from 'vitest';

import { run } from '../../apps/cli/src/run.js';
import type { ProgramResult } from './run-program.js';

/**
 * Runs the `havedane` command in this process, with these environment variables, and catches what it prints. One at
 * a time: environment and output belong to the process.
 *
 * @param onError is given all of standard error so far, each time that something is added
 */
export async function runCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  onError: (stderr: string) => void = () => undefined,
): Promise<ProgramResult> {
  const output = { stdout: '', stderr: '' };
  const collect = (stream: 'stdout' | 'stderr') => (text: string | Uint8Array) => {
    output[stream] += String(text);
    if (stream === 'stderr') onError(output.stderr);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(collect('stdout')),
    vi.spyOn(process.stderr, 'write').mockImplementation(collect('stderr')),
    vi.spyOn(console, 'log').mockImplementation((line: string) => {
      output.stdout += `${line}\n`;
    }),
  ];
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    return { code: await run(args), ...output };
  } finally {
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}
