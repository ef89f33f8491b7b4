import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import type { Config } from '#config';

import { CONFIG } from '../core/core.tokens.js';
import { documentLanguage } from './document-language.js';
import { Spends } from '../security/rate-limit.decorator.js';

export const NOT_BUILT = `The page is not built: run "npm run build:web".
The API works without it; its documentation is at /api/docs.
`;

/** The pages, where no web server in front serves them: a document each, which reads the token or id from its own address. */
@ApiExcludeController()
@Controller()
export class PageController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get(['/', '/probe'])
  @Spends('none')
  showStart(@Req() request: Request, @Res() response: Response): void {
    this.show(request, response);
  }

  /** A result is its visitor's: no search engine keeps it. */
  @Get(['/check/:token', '/probe/:id'])
  @Spends('none')
  @Header('X-Robots-Tag', 'noindex')
  showResult(@Req() request: Request, @Res() response: Response): void {
    this.show(request, response);
  }

  private show(request: Request, response: Response): void {
    const root = resolve(this.config.http.webDir);
    const name = request.path.startsWith('/probe') ? 'probe' : 'index';
    const document = `${name}.${documentLanguage(request, response)}.html`;
    response.set('Cache-Control', 'no-cache');
    if (existsSync(resolve(root, document))) {
      response.sendFile(document, { root, cacheControl: false });
    } else {
      response.type('text/plain').send(NOT_BUILT);
    }
  }
}
