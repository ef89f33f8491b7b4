import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { PATIENT } from '../support/patience.js';
import { holdWriteLock } from '../support/raw-database.js';
import { sampleObservation } from '../support/sample-observation.js';
import { openTempStore, type TempStore } from '../support/temp-store.js';

/** Starting a process that compiles what it runs takes seconds, more on a busy machine. */
const PATIENTLY = PATIENT;
const CHECK = { token: '0123456789ab', createdAt: 1, expiresAt: Date.now() + 3_600_000 };

let temp: TempStore;
let child: ChildProcessByStdio<null, Readable, null> | undefined;

beforeEach(async () => {
  temp = await openTempStore({ maxObservationsPerCheck: 1_000_000 });
  await temp.store.checks.insert(CHECK, 10);
});

afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await temp.close();
});

/** Starts a process that appends; the array grows by what it was told is stored. */
function startAppending(): string[] {
  const program = ['build/test/support/append-for-ever.js', JSON.stringify(temp.database), CHECK.token];
  child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => acknowledged.push(line));
  return acknowledged;
}

it('loses nothing that was acknowledged when the writing process is killed, and goes on', async () => {
  const fed: number[] = [];
  await temp.store.feed.subscribe((observations) => {
    fed.push(...observations.map(({ id }) => id));
  });
  const acknowledged = startAppending();
  await expect.poll(() => acknowledged.length, PATIENTLY).toBeGreaterThan(500);
  child?.kill('SIGKILL');
  if (child !== undefined) await once(child, 'close');

  expect(await temp.store.observations.append(sampleObservation(CHECK.token, { detail: 'ours' }))).toBe(
    'stored',
  );
  const stored = await temp.store.observations.ofCheck(CHECK);
  const details = stored.map(({ detail }) => detail);
  expect(acknowledged.filter((detail) => !details.includes(detail))).toEqual([]);
  expect(details.at(-1)).toBe('ours');
  await expect.poll(() => fed, PATIENTLY).toEqual(stored.map(({ id }) => id));
});

it('lets two processes write at once, and the feed gives both in order', async () => {
  const ids: number[] = [];
  await temp.store.feed.subscribe((observations) => {
    ids.push(...observations.map(({ id }) => id));
  });
  const acknowledged = startAppending();
  await expect.poll(() => acknowledged.length, PATIENTLY).toBeGreaterThan(20);
  const ours = Array.from({ length: 50 }, (_, index) => `ours-${index}`);
  for (const detail of ours) {
    expect(await temp.store.observations.append(sampleObservation(CHECK.token, { detail }))).toBe('stored');
  }
  const theirs = [...acknowledged];
  const stored = await temp.store.observations.ofCheck(CHECK);
  const details = new Set(stored.map(({ detail }) => detail));
  expect([...theirs, ...ours].filter((detail) => !details.has(detail))).toEqual([]);
  await expect.poll(() => ids.length, PATIENTLY).toBeGreaterThanOrEqual(stored.length);
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => index + 1));
});

it('says that another process holds the database, and goes on when it has let go', async () => {
  const release = await holdWriteLock(temp.database.path);
  await expect(temp.store.observations.append(sampleObservation(CHECK.token))).rejects.toThrow(
    `${temp.database.path} is held by another process`,
  );
  expect(await temp.store.checks.isLive(CHECK.token, Date.now())).toBe(true);
  await release();
  expect(await temp.store.observations.append(sampleObservation(CHECK.token))).toBe('stored');
  expect(await temp.store.observations.ofCheck(CHECK)).toHaveLength(1);
});
