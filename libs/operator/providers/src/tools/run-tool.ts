/** Runs one of Knot's client programs: they sign, time out and parse, and are kept by those who know how. */
import { execFile } from 'node:child_process';

import { ProviderError } from '../provider-error.js';

export interface ToolResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Longer than the programs take to give up by themselves. */
const LIMIT_MS = 60_000;

/**
 * Secrets go in by standard input, because arguments can be seen by every user of the machine.
 *
 * @throws ProviderError when the program is not installed
 */
export function runTool(
  tool: 'kdig' | 'knsupdate',
  args: readonly string[],
  input = '',
): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    // A language of its own would change the words that are looked for.
    const child = execFile(tool, args, { timeout: LIMIT_MS, env: environment() }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number' && error.killed !== true) reject(missing(tool));
      else resolve({ ok: error === null, stdout, stderr });
    });
    // A program that ends before it has read everything says by itself why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
}

function missing(tool: string): ProviderError {
  return new ProviderError(
    'bad-setting',
    `${tool} cannot be run: install Knot's client programs (on Debian: apt-get install knot-dnsutils)`,
  );
}
