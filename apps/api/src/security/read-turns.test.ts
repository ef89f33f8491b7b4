import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as immediate } from 'node:timers/promises';

import { HttpAdapterHost } from '@nestjs/core';
import { expect, it } from 'vitest';

import { ReadTurns } from './read-turns.js';

const requestOf = (url: string): IncomingMessage => Object.assign(new IncomingMessage(new Socket()), { url });

it('lets the networks take turns, four answers at a time, whatever becomes of them', async () => {
  const turns = new ReadTurns({ of: ({ url }) => url ?? '' }, new HttpAdapterHost());
  const order: string[] = [];
  let running = 0;
  const read = (client: string, name: string) =>
    turns.take(requestOf(client), async () => {
      running += 1;
      expect(running).toBeLessThanOrEqual(4);
      await immediate();
      running -= 1;
      order.push(name);
      if (name === 'a2') throw new Error('not found');
    });
  const flood = Array.from({ length: 50 }, (_, index) => read(`192.0.2.${index}`, `a${index}`));
  const others = [read('198.51.100.1', 'b'), read('2001:db8::1', 'c')];
  const results = await Promise.allSettled([...flood, ...others]);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(order).toHaveLength(52);
  expect(Math.max(order.indexOf('b'), order.indexOf('c'))).toBeLessThan(12);
  await read('192.0.2.1', 'last');
  expect(order.at(-1)).toBe('last');
});
