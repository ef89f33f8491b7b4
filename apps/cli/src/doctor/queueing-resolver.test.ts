import { afterEach, expect, it, vi } from 'vitest';

import { StubResolver } from '#dns';

import { because, detail } from '#text';

import { QueueingResolver } from './queueing-resolver.js';

afterEach(() => {
  vi.restoreAllMocks();
});

it('begins a question only when few others are open, and answers all of them', async () => {
  const open: (() => void)[] = [];
  const lookup = vi.spyOn(StubResolver.prototype, 'lookup').mockImplementation(
    () =>
      new Promise((resolve) => {
        open.push(() => resolve({ kind: 'failed', ...because(detail('verbatim', 'test')) }));
      }),
  );
  const resolver = new QueueingResolver({ servers: [{ address: '127.0.0.1', port: 53 }] });
  const answers = Array.from({ length: 20 }, (_, n) => resolver.tlsa(`${n}.test`));
  await vi.waitFor(() => expect(open).toHaveLength(8));
  for (let count = 0; count < answers.length; count += 1) {
    await vi.waitFor(() => expect(open.length).toBeGreaterThan(0));
    expect(open.length).toBeLessThanOrEqual(8);
    open.shift()?.();
  }
  expect(await Promise.all(answers)).toHaveLength(20);
  expect(lookup).toHaveBeenCalledTimes(20);
});
