import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import type { Config } from '#config';
import { errnoCode } from '#text';
import type { LanguageTag } from '#words';

import { CONFIG } from '../core/core.tokens.js';
import { ProblemException } from '../problem/problem.exception.js';
import { problem } from '../problem/problems.js';
import { ScenarioStates } from '../scenarios/scenario-states.js';
import { Spends } from '../security/rate-limit.decorator.js';
import { documentLanguage, remember } from './document-language.js';
import { escaped } from './html.js';
import { NOT_BUILT } from './page.controller.js';
import { type ReaderPage, readerPage } from './reader-pages.js';

/** The pages that are made here, in the document that the build of the page leaves for them. */
@ApiExcludeController()
@Controller()
export class ReaderController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ScenarioStates) private readonly states: ScenarioStates,
  ) {}

  @Get(['/scenarios', '/help', '/help/:system', '/about'])
  @Spends('requests')
  @Header('Cache-Control', 'no-cache')
  async show(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<string> {
    const tag = documentLanguage(request, response);
    const page = readerPage(request.path, tag, { ...this.config, offered: this.states.offered });
    if (page === null) throw new ProblemException(problem('not-found', 'no-such-page'));
    const frame = await this.frame(tag);
    remember(request, response);
    response.type(frame === null ? 'text/plain' : 'text/html');
    return frame === null ? NOT_BUILT : fill(frame, page);
  }

  /** Null where the page is not built. */
  private async frame(tag: LanguageTag): Promise<string | null> {
    try {
      return await readFile(resolve(this.config.http.webDir, `reader.${tag}.html`), 'utf8');
    } catch (error) {
      if (errnoCode(error) === 'ENOENT') return null;
      throw error;
    }
  }
}

function fill(frame: string, { title, description, section, body }: ReaderPage): string {
  const values: Readonly<Record<string, string>> = {
    title: escaped(title),
    description: escaped(description),
    body: body.text,
  };
  const filled = frame.replaceAll(/\{(title|description|body)\}/g, (_, name: string) => values[name] ?? '');
  return section === null
    ? filled
    : filled.replace(`href="${section}"`, `href="${section}" aria-current="page"`);
}
