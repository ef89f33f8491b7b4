import { describe, expect, it } from 'vitest';

import { GroupCommit } from './group-commit.js';

class BadItem extends Error {}

function create(commit: (items: readonly string[]) => void, maxItems = 100) {
  const groups: string[][] = [];
  const committer = new GroupCommit<string, string>({
    commit: async (items) => {
      groups.push([...items]);
      await Promise.resolve();
      commit(items);
      return items.map((item) => `${item} done`);
    },
    maxItems,
    maxWaiting: 200,
    minIntervalMs: 1,
    isItemFault: (error) => error instanceof BadItem,
  });
  return { groups, add: (items: string[]) => Promise.allSettled(items.map((item) => committer.add(item))) };
}

const done = (item: string) => ({ status: 'fulfilled', value: `${item} done` });

describe('GroupCommit', () => {
  it('commits what comes at the same time in one group, and gives each item its own result', async () => {
    const { groups, add } = create(() => undefined);
    expect(await add(['a', 'b', 'c'])).toEqual(['a', 'b', 'c'].map(done));
    expect(groups).toEqual([['a', 'b', 'c']]);
  });

  it('keeps the order of items over groups of the largest size', async () => {
    const { groups, add } = create(() => undefined, 2);
    await add(['a', 'b', 'c', 'd', 'e']);
    expect(groups).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('collects for the next group while one is being committed', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const { groups, add } = create(() => {
      if (groups.length === 1) late = add(['c', 'd']);
    });
    await add(['a', 'b']);
    await late;
    expect(groups).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('tries each item alone when one is at fault, and rejects only that one', async () => {
    const error = new BadItem('b cannot be stored');
    const { groups, add } = create((items) => {
      if (items.includes('b')) throw error;
    });
    expect(await add(['a', 'b', 'c'])).toEqual([done('a'), { status: 'rejected', reason: error }, done('c')]);
    expect(groups).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']]);
  });

  it('rejects all at once when the store is at fault, and goes on with what comes later', async () => {
    const error = new Error('the disk is full');
    const { groups, add } = create(() => {
      if (groups.length === 1) throw error;
    });
    expect(await add(['a', 'b'])).toEqual(Array(2).fill({ status: 'rejected', reason: error }));
    expect(await add(['c'])).toEqual([done('c')]);
    expect(groups).toEqual([['a', 'b'], ['c']]);
  });
});
