/** An app as a process of its own, for tests that send it signals. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { build } from 'vite';

export interface AppBuild {
  readonly file: string;
  remove(): Promise<void>;
}

/** Builds one app as it is now: compiling the whole project takes far longer. */
export async function buildApp(directory: string): Promise<AppBuild> {
  // Below node_modules, so that the packages are found from there.
  const outDir = resolve(`node_modules/.cache/${basename(directory)}-${process.pid}-${Date.now()}`);
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions: ['source'] },
    ssr: { resolve: { conditions: ['source'] } },
    build: { ssr: join(directory, 'src/main.ts'), outDir, minify: false },
  });
  return { file: join(outDir, 'main.js'), remove: () => rm(outDir, { recursive: true, force: true }) };
}

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

/** Resolves when it listens or has ended. */
export async function spawnApp(
  { file }: AppBuild,
  env: Readonly<Record<string, string>>,
): Promise<AppProcess> {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
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
