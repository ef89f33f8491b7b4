import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';

import type { Config } from '#config';

import { CONFIG } from '../core/core.tokens.js';
import { Spends } from '../security/rate-limit.decorator.js';

const NOT_BUILT = `The page is not built: run "npm run build:web", or set WEB_DIR to where it is.
The API works without it; its documentation is at /api/docs.
`;

/** The page, where no web server in front serves it. One document; it reads the token from its own address. */
@ApiExcludeController()
@Controller()
export class PageController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get(['/', '/check/:token'])
  @Spends('none')
  show(@Res() response: Response): void {
    const root = resolve(this.config.http.webDir);
    response.set('Cache-Control', 'no-cache');
    if (existsSync(resolve(root, 'index.html'))) {
      response.sendFile('index.html', { root, cacheControl: false });
    } else {
      response.type('text/plain').send(NOT_BUILT);
    }
  }
}
