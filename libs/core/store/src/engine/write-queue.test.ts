import { afterEach, describe, expect, it, vi } from 'vitest';

import type { DataSource } from 'typeorm';

import { StoreBusyError } from '../errors.js';
import { sqliteEngine } from '../sqlite/sqlite-engine.js';
import { WriteQueue } from './write-queue.js';

/** A database that notes the statements, and whose commits fail while it is said to be full. */
function setUp() {
  const statements: string[] = [];
  const state: { isFull: boolean; free: number | undefined } = { isFull: false, free: 1e9 };
  const query = (sql: string): Promise<unknown> => {
    statements.push(sql);
    if (state.isFull && sql === 'COMMIT') {
      return Promise.reject(Object.assign(new Error('full'), { code: 'SQLITE_FULL' }));
    }
    return Promise.resolve([{ user_version: 0 }]);
  };
  const dataSource = {
    createQueryRunner: () => ({ query, manager: { query }, release: () => Promise.resolve() }),
    destroy: () => Promise.resolve(),
  } as unknown as DataSource;
  const commits = () => statements.filter((sql) => sql === 'COMMIT').length;
  const freeSpace = (): Promise<number | undefined> => Promise.resolve(state.free);
  return { queue: new WriteQueue(dataSource, sqliteEngine('x.sqlite3', freeSpace), 20), state, commits };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('WriteQueue', () => {
  it('lets so many of 500 wait that come simultaneously, loses none of them, and refuses the rest', async () => {
    const { queue, commits } = setUp();
    let written = 0;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 500 }, () => queue.run(async () => void (written += 1))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as Error] : [],
    );
    expect(refused.every((error) => error instanceof StoreBusyError)).toBe(true);
    expect([written, commits()]).toEqual([20, 20]);
    await expect(queue.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });

  it('writes once for all that ask whether it can, and once in some seconds', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { queue, commits } = setUp();
    await Promise.all(Array.from({ length: 500 }, () => queue.checkWritable()));
    expect(commits()).toBe(1);
    vi.advanceTimersByTime(4_999);
    await queue.checkWritable();
    expect(commits()).toBe(1);
    vi.advanceTimersByTime(1);
    await queue.checkWritable();
    expect(commits()).toBe(2);
  });

  it('does not take a commit for a sign that everything can be written', async () => {
    const { queue, commits } = setUp();
    await queue.run(() => Promise.resolve());
    await queue.checkWritable();
    expect(commits()).toBe(2);
  });

  it('waits for a transaction that is held up, whatever was found before', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { queue, commits } = setUp();
    await queue.checkWritable();
    let letGo = (): void => undefined;
    let writing: Promise<void> | undefined;
    await new Promise<void>((began) => {
      writing = queue.run(() => {
        began();
        return new Promise((resolve) => (letGo = resolve));
      });
    });
    vi.advanceTimersByTime(1_001);
    const checked = queue.checkWritable();
    letGo();
    await Promise.all([writing, checked]);
    expect(commits()).toBe(3);
  });

  it('knows from a commit that failed that nothing can be written, until one succeeds', async () => {
    const { queue, state } = setUp();
    state.isFull = true;
    await expect(queue.run(() => Promise.resolve())).rejects.toThrow('the disk is full');
    await expect(queue.checkWritable()).rejects.toThrow('the disk is full');
    state.isFull = false;
    await queue.run(() => Promise.resolve());
    await expect(queue.checkWritable()).resolves.toBeUndefined();
  });

  it('knows a full disk although a page was written just now, and takes no disk for full that counts nothing', async () => {
    const { queue, state } = setUp();
    await queue.run(() => Promise.resolve());
    state.free = 8_192;
    await expect(queue.checkWritable()).rejects.toThrow('the disk is full');
    state.free = undefined;
    await expect(queue.checkWritable()).resolves.toBeUndefined();
  });

  it('does not take an error of what was to be written for one of the store', async () => {
    const { queue } = setUp();
    await expect(queue.run(() => Promise.reject(new TypeError('ours')))).rejects.toThrow('ours');
    await expect(queue.checkWritable()).resolves.toBeUndefined();
  });
});
