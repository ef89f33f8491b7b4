import type { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';

import { StoreBusyError, StoreClosedError } from '../errors.js';
import { sqliteEngine } from '../sqlite/sqlite-engine.js';
import { ReadAccess } from './read-access.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));

function setUp(maxRunning: number, maxWaiting: number) {
  const dataSource = { manager: {}, destroy: () => Promise.resolve() } as unknown as DataSource;
  const access = new ReadAccess(dataSource, sqliteEngine('x.sqlite3'), { maxRunning, maxWaiting });
  const running: (() => void)[] = [];
  let most = 0;
  let now = 0;
  const work = async (): Promise<string> => {
    now += 1;
    most = Math.max(most, now);
    await new Promise<void>((resolve) => running.push(resolve));
    now -= 1;
    return 'read';
  };
  return { access, running, work, most: () => most };
}

const outcomeOf = (read: Promise<string>): Promise<string> =>
  read.catch((error: unknown) => (error as Error).name);

describe('ReadAccess', () => {
  it('runs so many, lets so many wait, and refuses the rest of 500 that come simultaneously', async () => {
    const { access, running, work, most } = setUp(3, 20);
    const outcomes = Array.from({ length: 500 }, () => outcomeOf(access.run(work)));
    await settle();
    while (running.length > 0) {
      running.shift()?.();
      await settle();
    }
    const ended = await Promise.all(outcomes);
    expect(ended.filter((outcome) => outcome === 'read')).toHaveLength(23);
    expect(ended.filter((outcome) => outcome === StoreBusyError.name)).toHaveLength(477);
    expect(most()).toBe(3);
  });

  it('lets the program itself pass those that wait', async () => {
    const { access, work, running } = setUp(1, 1);
    const outcomes = [access.run(work), access.run(work)].map(outcomeOf);
    expect(await access.runFirst(() => Promise.resolve('passed'))).toBe('passed');
    await settle();
    running.shift()?.();
    await settle();
    running.shift()?.();
    expect(await Promise.all(outcomes)).toEqual(['read', 'read']);
  });

  it('goes on after a read that failed', async () => {
    const { access } = setUp(1, 5);
    const reads = [
      access.run(() => Promise.reject<string>(new TypeError('broken'))),
      access.run(() => Promise.resolve('read')),
    ];
    expect(await Promise.all(reads.map(outcomeOf))).toEqual(['TypeError', 'read']);
  });

  it('tells those that wait when it is closed', async () => {
    const { access, work } = setUp(1, 5);
    void outcomeOf(access.run(work));
    const waiting = outcomeOf(access.run(work));
    await access.close();
    expect(await waiting).toBe(StoreClosedError.name);
  });
});
