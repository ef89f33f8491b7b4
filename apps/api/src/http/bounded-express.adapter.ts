import { createServer } from 'node:http';

import { ExpressAdapter } from '@nestjs/platform-express';

/** How long a client may dawdle: headers, whole request, next request. */
export const SERVER_TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
} as const;

/** Express on a server that gives a client a limited time. */
export class BoundedExpressAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    this.setHttpServer(createServer(SERVER_TIMEOUTS, this.getInstance()));
  }
}
