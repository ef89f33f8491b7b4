/** A thread whose parser does as the report says: what must not happen to the API. */
import { parentPort } from 'node:worker_threads';

import { serveParser } from '../../apps/api/src/operator/parsing/serve-parser.js';

if (parentPort === null) throw new Error('this module runs in a worker thread only');
serveParser(parentPort, {
  report: (bytes) => {
    switch (Buffer.from(bytes).toString()) {
      case 'crash':
        setImmediate(() => {
          throw new Error('nobody listens');
        });
        return new Promise(() => undefined);
      case 'loop':
        for (;;);
      case 'never':
        return new Promise(() => undefined);
      case 'hoard': {
        const hoard: string[][] = [];
        for (;;) hoard.push(Array.from({ length: 100_000 }, (_, index) => `${hoard.length} ${index}`));
      }
      default:
        return Promise.resolve({ kind: 'malformed', reason: 'it was read' });
    }
  },
  reportMail: () => Promise.reject(new Error('no mail here')),
  mailHeader: () => Promise.resolve({ subject: null, author: null }),
  close: () => Promise.resolve(),
});
