import type { ServerResponse } from 'node:http';
import { resolve, sep } from 'node:path';

import type { NestExpressApplication } from '@nestjs/platform-express';

/** Serves the files of the built page. Those under assets/ have their digest in their name and never change. */
export function servePageAssets(app: NestExpressApplication, webDir: string): void {
  const root = resolve(webDir);
  const assets = resolve(root, 'assets') + sep;
  app.useStaticAssets(root, {
    index: false,
    redirect: false,
    setHeaders: (response: ServerResponse, path) => {
      const immutable = path.startsWith(assets);
      response.setHeader('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
