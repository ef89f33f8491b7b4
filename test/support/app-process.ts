/** An app as a process of its own, for tests that send it signals. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export interface AppProcess {
  readonly child: ChildProcess;
  /** What it logged when it listened; null when it ended before. */
  readonly listening: Record<string, unknown> | null;
  readonly logs: Record<string, unknown>[];
  /** What it wrote to standard error. */
  readonly stderr: () => string;
  /** Its exit code, or the signal that ended it. */
  readonly exit: Promise<number | string>;
}

/**
 * Starts what was built of it, in an empty directory: defaults are below the current one, and in a checkout that somebody has
 * started, `dns/zones` is of other certificates. Resolves when it listens or has ended.
 */
export async function spawnApp(
  name: 'api' | 'dns' | 'smtp',
  env: Readonly<Record<string, string>>,
  /** A program that runs it, such as nsenter with its options. */
  through: readonly string[] = [],
): Promise<AppProcess> {
  const cwd = await mkdtemp(join(tmpdir(), `havedane-${name}-`));
  const [program, ...args] = [...through, process.execPath, resolve(`dist/apps/${name}/src/main.js`)];
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit').then(async ([code, signal]) => {
    await rm(cwd, { recursive: true, force: true });
    return (code ?? signal) as number | string;
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const logs: Record<string, unknown>[] = [];
  const listened = new Promise<Record<string, unknown>>((done) => {
    createInterface(child.stdout).on('line', (line) => {
      const record = JSON.parse(line) as Record<string, unknown>;
      logs.push(record);
      if (record['msg'] === 'listening') done(record);
    });
  });
  const listening = await Promise.race([listened, exit.then(() => null)]);
  return { child, listening, logs, stderr: () => stderr, exit };
}
