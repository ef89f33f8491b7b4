import { createServer } from 'node:http';

import { ExpressAdapter } from '@nestjs/platform-express';

/** Express on a server that gives a client which dawdles a limited time: headers, whole request, next request. */
export class BoundedExpressAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    this.setHttpServer(
      createServer(
        {
          headersTimeout: 10_000,
          requestTimeout: 20_000,
          keepAliveTimeout: 65_000,
          connectionsCheckingInterval: 5_000,
        },
        this.getInstance(),
      ),
    );
  }
}
