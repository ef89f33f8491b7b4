/** The process of the API. */
import { runProcess } from '#process';

import { createApiApp } from './create-api-app.js';
import { ListenError, listen } from './listen.js';

await runProcess({
  name: 'api',
  start: async (config, logger) => {
    const app = await createApiApp(config, { logger });
    const { address, port } = await listen(app, config.http);
    logger.info({ address, port }, 'listening');
    return app;
  },
  expected: [ListenError],
});
