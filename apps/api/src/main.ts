/** The process of the API. */
import { collectSeldom, runProcess } from '#process';

import { createApiApp } from './create-api-app.js';
import { ListenError, listen } from './listen.js';
import { WATCHED_THREADS } from './threads/watched-thread.js';

collectSeldom();

await runProcess({
  name: 'api',
  start: async (config, logger) => {
    const app = await createApiApp(config, { logger });
    const { http, admin } = await listen(app, config);
    const { address, port } = http;
    logger.info({ address, port, admin: { address: admin.address, port: admin.port } }, 'listening');
    return app;
  },
  threads: WATCHED_THREADS,
  expected: [ListenError],
});
