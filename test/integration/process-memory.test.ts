/** What the apps say of their memory at start, in a control group with the limit that the Compose file gives them. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { describe, expect, it } from 'vitest';

import { LEAST_THREAD_MIB } from '#process';

import { limitMemory } from '../attack/memory-limit.js';

type Line = Record<string, unknown>;

/** The first lines of the log, up to so many; the process need not come further. */
async function firstLines(app: string, prefix: readonly string[], count: number, env = {}): Promise<Line[]> {
  const command = [...prefix, process.execPath, `dist/apps/${app}/src/main.js`];
  const child = spawn(command[0]!, command.slice(1), {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: 'sqlite:/nowhere/x.sqlite3',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const lines: Line[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(JSON.parse(line) as Line);
    if (lines.length === count) break;
  }
  child.kill('SIGKILL');
  await exit;
  return lines;
}

/** What the Compose file gives each service for its heap. */
const heaps = new Map<string, number>();
const limits = new Map<string, number>();
for (const [, service = '', text = ''] of readFileSync('docker-compose.yml', 'utf8').matchAll(
  /^ {2}([a-z]+):(?: &\w+)?\n((?: {4}.*\n|\n)*)/gm,
)) {
  const heap = /--max-old-space-size=(\d+)/.exec(text)?.[1];
  const limit = /^ {4}mem_limit: (\d+)m$/m.exec(text)?.[1];
  if (text.includes('*app')) limits.set(service, Number(limit));
  if (heap !== undefined) heaps.set(service, Number(heap));
}

it('gives each service on Node half of its memory for the heap, or less where threads need it', () => {
  expect([...limits.keys()].sort()).toEqual([
    'api',
    'backup',
    'observer',
    'operator',
    'setup',
    'smtp',
    'watch',
  ]);
  for (const [service, limit] of limits) {
    if (service === 'api') expect(heaps.get(service)).toBeLessThan(limit / 2);
    else expect(heaps.get(service), service).toBe(limit / 2);
  }
});

describe('an app that starts', () => {
  it.each([
    ['api', 'api', { threads: 2, threadHeapMiB: expect.any(Number) as number }],
    ['smtp', 'smtp', {}],
    ['dns', 'observer', {}],
  ] as const)('says as %s what its container has and what its heap is', async (app, service, more) => {
    const limit = limitMemory(service);
    try {
      const [memory] = await firstLines(app, limit.prefix, 1, { NODE_OPTIONS: limit.nodeOptions });
      const containerMiB = limit.isControlGroup ? limit.mebibytes : null;
      expect(memory).toMatchObject({ level: 'info', msg: 'memory', containerMiB, ...more });
      // V8 adds what is for new objects.
      expect(memory!['heapMiB']).toBeLessThanOrEqual(heaps.get(service)! + 48);
      // What is left has room for what a thread needs at least: the limit is not only raised to it.
      if (app === 'api' && limit.isControlGroup)
        expect(memory!['threadHeapMiB']).toBeGreaterThan(LEAST_THREAD_MIB);
    } finally {
      limit.remove();
    }
  });

  it('warns when its heap does not fit into its container', async ({ skip }) => {
    const limit = limitMemory('observer');
    try {
      if (!limit.isControlGroup) skip('no control group can be made here');
      const env = { NODE_OPTIONS: `--max-old-space-size=${2 * limit.mebibytes}` };
      const lines = await firstLines('dns', limit.prefix, 2, env);
      expect(lines).toMatchObject([
        { msg: 'memory' },
        { level: 'warn', msg: expect.stringContaining('does not fit') as string },
      ]);
    } finally {
      limit.remove();
    }
  });
});
