/** The API with the built page in front of a store of its own, in this process; it can go away and come back. */
import { existsSync } from 'node:fs';

import { loadConfig } from '#config';
import type { Store } from '#store';

import { type ApiOptions, createApiApp } from '../../apps/api/src/create-api-app.js';
import { freePort } from './free-port.js';
import { openTempStore } from './temp-store.js';

const WEB_DIR = 'dist/web';

export interface PageServer {
  readonly url: string;
  readonly domain: string;
  /** As the receiver has it: another connection to the same file. */
  readonly store: Store;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export async function startPageServer(
  env: Readonly<Record<string, string>> = {},
  options: ApiOptions = {},
): Promise<PageServer> {
  if (!existsSync(`${WEB_DIR}/index.html`))
    throw new Error('The page is not built: run "npm run build" first.');
  const [temp, port] = await Promise.all([openTempStore(), freePort('127.0.0.1')]);
  const config = {
    ...loadConfig({ HTTP_PORT: String(port), LOG_LEVEL: 'error', CHECKS_PER_MINUTE: '100', ...env }),
    database: temp.database,
  };
  const listen = async (): Promise<{ close(): Promise<void> }> => {
    const app = await createApiApp(config, options);
    await app.listen(config.http.port, config.http.host);
    return app;
  };

  let app = await listen();
  return {
    url: config.publicUrl,
    domain: config.domain,
    store: temp.store,
    goAway: () => app.close(),
    comeBack: async () => {
      app = await listen();
    },
    close: async () => {
      await app.close();
      await temp.close();
    },
  };
}
