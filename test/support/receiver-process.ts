/** The receiver as a process of its own, for tests that send it signals. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { build } from 'vite';

export interface ReceiverBuild {
  readonly file: string;
  remove(): Promise<void>;
}

/** Builds the receiver as it is now: compiling the whole project takes far longer. */
export async function buildReceiver(): Promise<ReceiverBuild> {
  // Below node_modules, so that the packages are found from there.
  const outDir = resolve(`node_modules/.cache/receiver-${process.pid}-${Date.now()}`);
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions: ['source'] },
    ssr: { resolve: { conditions: ['source'] } },
    build: { ssr: 'apps/smtp/src/main.ts', outDir, minify: false },
  });
  return { file: join(outDir, 'main.js'), remove: () => rm(outDir, { recursive: true, force: true }) };
}

export interface ReceiverProcess {
  readonly child: ChildProcess;
  /** Null when it ended before it listened. */
  readonly port: number | null;
  readonly logs: Record<string, unknown>[];
  /** What it wrote to standard error. */
  readonly stderr: () => string;
  /** Its exit code, or the signal that ended it. */
  readonly exit: Promise<number | string>;
}

/** Resolves when it listens or has ended. */
export async function spawnReceiver(
  { file }: ReceiverBuild,
  env: Readonly<Record<string, string>>,
): Promise<ReceiverProcess> {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], SMTP_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const logs: Record<string, unknown>[] = [];
  const listening = new Promise<number>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const record = JSON.parse(line) as Record<string, unknown>;
      logs.push(record);
      if (record['msg'] === 'listening') resolve(Number(record['port']));
    });
  });
  const port = await Promise.race([listening, exit.then(() => null)]);
  return { child, port, logs, stderr: () => stderr, exit };
}
