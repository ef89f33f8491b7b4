import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';

const compress = promisify(gzip);

/** They have their digest in their name and never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Serves the files of the built page. */
export function servePageAssets(app: NestExpressApplication, webDir: string): void {
  const root = resolve(webDir);
  const assets = resolve(root, 'assets') + sep;
  app.use('/assets', compressedAssets(assets));
  app.useStaticAssets(root, {
    index: false,
    redirect: false,
    setHeaders: (response: ServerResponse, path) => {
      response.setHeader('Cache-Control', path.startsWith(assets) ? IMMUTABLE : 'no-cache');
    },
  });
}

/** Scripts and styles, each compressed once, when it is first asked for. What was not built has no entry: nobody can add one. */
function compressedAssets(folder: string): RequestHandler {
  const compressed = new Map<string, Promise<Buffer> | null>(
    scriptsAndStyles(folder).map((name) => [name, null]),
  );
  return (request, response, next) => {
    const name = request.path.slice(1);
    const known = compressed.get(name);
    if (known === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    response.vary('Accept-Encoding');
    if (request.acceptsEncodings('gzip') !== 'gzip') return next();
    const made = known ?? readFile(join(folder, name)).then((content) => compress(content, { level: 9 }));
    compressed.set(name, made);
    made.then(
      (content) => {
        response.set({ 'Cache-Control': IMMUTABLE, 'Content-Encoding': 'gzip' });
        response.type(extname(name)).send(content);
      },
      (error: unknown) => {
        compressed.set(name, null);
        next(error);
      },
    );
  };
}

/** None where the page is not built. */
function scriptsAndStyles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /\.(js|css)$/.test(name));
  } catch {
    return [];
  }
}
