import type { MessagePort } from 'node:worker_threads';

import type { Alive } from './watched-thread.js';

const ALIVE_EVERY_MS = 1_000;

/** What a thread does for `WatchedThread`. */
export function stayAlive(port: MessagePort): void {
  const say = (): void => port.postMessage({ kind: 'alive' } satisfies Alive);
  say();
  setInterval(say, ALIVE_EVERY_MS);
}
