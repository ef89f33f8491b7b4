import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';

import type { Config } from '#config';

import { documentLanguage } from './document-language.js';
import { CONFIG } from '../core/core.tokens.js';

const OF_PROGRAMS = /^\/(api|socket\.io|metrics|admin)(\/|$)/;

/** What a person sees in a browser at an address that does not exist: the page, which says so and leads on. */
@Injectable()
export class UnknownPage {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Answers with it, unless a program asks, or the page is not built; says whether it did. */
  answer(request: Request, response: Response): boolean {
    const root = resolve(this.config.http.webDir);
    if (!isForPerson(request)) return false;
    const document = `index.${documentLanguage(request, response)}.html`;
    if (!existsSync(resolve(root, document))) return false;
    response.status(404).set('Cache-Control', 'no-cache');
    response.sendFile(document, { root, cacheControl: false, acceptRanges: false });
    return true;
  }
}

/** Browsers ask for HTML by name when somebody opens an address; what takes anything gets a problem. */
function isForPerson(request: Request): boolean {
  if (request.method !== 'GET' || OF_PROGRAMS.test(request.path)) return false;
  return request.accepts(['json', 'html']) === 'html';
}
