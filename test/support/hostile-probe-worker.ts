/** A thread whose engine does as the domain says: what must not happen to the API. */
import { parentPort } from 'node:worker_threads';

import { serveProbes } from '../../apps/api/src/probes/engine/serve-probes.js';
import { STORIES } from './probe-stories.js';

if (parentPort === null) throw new Error('this module runs in a worker thread only');
serveProbes(parentPort, {
  run: async (domain, onStep, signal, count) => {
    switch (domain) {
      case 'crash.example':
        setImmediate(() => {
          throw new Error('nobody listens');
        });
        return new Promise(() => undefined);
      case 'loop.example':
        for (;;);
      case 'hoard.example': {
        const hoard: string[][] = [];
        for (;;) hoard.push(Array.from({ length: 100_000 }, (_, index) => `${hoard.length} ${index}`));
      }
      case 'silent.example':
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(STORIES.unreachable(domain)));
        });
      case 'counted.example':
        return (await count([{ key: domain, limit: 1 }])) === null
          ? STORIES.verified(domain)
          : STORIES.unreachable(domain);
      default:
        onStep({ at: new Date().toISOString(), host: null, address: null, state: 'done', text: 'a step' });
        return STORIES.verified(domain);
    }
  },
  close: () => Promise.resolve(),
});
