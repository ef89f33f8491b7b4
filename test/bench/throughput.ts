/** Sessions a second of two servers in turn, the server on one core and the generator on the other. */
import { join } from 'node:path';

import { projectRoot } from '../lab/project-root.js';
import { runCommand } from '../lab/run-command.js';

import type { LoadOptions, LoadResult } from './session-load.js';

export const SERVER_CORE = ['taskset', '-c', '0'];
const GENERATOR_CORE = ['taskset', '-c', '1'];

/** Runs the generator once. */
export async function generate(options: LoadOptions): Promise<LoadResult> {
  return (await runGenerator('session-load.js', options)) as LoadResult;
}

/** Runs one of the programs of this directory on a core of its own; resolves to the object that it prints. */
export async function runGenerator(name: string, options: object): Promise<unknown> {
  const program = join(projectRoot(), 'build/test/bench', name);
  const [command = '', ...prefix] = GENERATOR_CORE;
  // By its standard input: the recipients of many checks are more than a command line takes.
  const input = JSON.stringify(options);
  const output = await runCommand(command, [...prefix, process.execPath, program], { input });
  return JSON.parse(output) as unknown;
}

export function sessionsPerSecond({ sessions, seconds }: LoadResult): number {
  return sessions / seconds;
}
