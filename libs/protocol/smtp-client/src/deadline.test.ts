import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

import { describe, expect, it } from 'vitest';

import { holdUp } from '../../../../test/support/hold-up.js';
import { startTimeout, withDeadline } from './deadline.js';

/** Ends when the signal fires. */
function untilAborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('ended');
    signal.addEventListener('abort', () => resolve('ended'));
  });
}

describe('withDeadline', () => {
  it('ends the task after the time', async () => {
    expect(await withDeadline(new AbortController().signal, 1, untilAborted)).toBe('ended');
  });

  it('ends the task with the outer signal, whether that fires later or has fired', async () => {
    const controller = new AbortController();
    const task = withDeadline(controller.signal, 60_000, untilAborted);
    controller.abort();
    expect(await task).toBe('ended');
    expect(await withDeadline(controller.signal, 60_000, untilAborted)).toBe('ended');
  });
});

describe('startTimeout', () => {
  it('lets what has arrived be read first, in a process that was held up', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'connect')]);
    const first = new Promise<string>((resolve) => {
      client.once('data', () => resolve('the greeting'));
      startTimeout(() => resolve('time up'), 1);
    });
    (accepted as Socket).end('220 here\r\n');
    holdUp(20);
    expect(await first).toBe('the greeting');
    client.destroy();
    server.close();
  });

  it('calls back when nothing comes, and not when it was stopped, however late', async () => {
    const calls: string[] = [];
    const stopped = startTimeout(() => calls.push('stopped'), 1);
    await new Promise<void>((resolve) => {
      startTimeout(() => {
        calls.push('time up');
        resolve();
      }, 1);
      setTimeout(() => stopped.stop(), 1);
      holdUp(20);
    });
    expect(calls).toEqual(['time up']);
  });
});
