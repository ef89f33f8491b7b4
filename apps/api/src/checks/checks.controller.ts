import type { IncomingMessage } from 'node:http';

import { Controller, Header, HttpCode, HttpStatus, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';

import type { CheckBody } from '#contracts';
import type { LanguageTag } from '#words';

import { InLanguage } from '../http/request-language.js';
import { Answers, AnswersProblems, TakesLanguage } from '../openapi/answers.decorator.js';
import { ProblemException } from '../problem/problem.exception.js';
import { BODY_PROBLEMS, checkNotFound, nothingToRelease } from '../problem/problems.js';
import { ReadTurns } from '../security/read-turns.js';
import { Spends } from '../security/rate-limit.decorator.js';
import { ChecksService } from './checks.service.js';

/** Creates and releases; what reads a check is in live/check.controller.ts. */
@ApiTags('checks')
@Controller('api/checks')
export class ChecksController {
  constructor(
    @Inject(ChecksService) private readonly checks: ChecksService,
    @Inject(ReadTurns) private readonly turns: ReadTurns,
  ) {}

  @Post()
  @Spends('checks')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'createCheck',
    summary: 'Creates a check',
    description: 'The answer holds one address for each scenario: mail them all from the system under test.',
  })
  @TakesLanguage()
  @Answers(HttpStatus.CREATED, 'Check', {
    description: 'The new check.',
    headers: { Location: { description: 'Where to read the check.', schema: { type: 'string' } } },
  })
  @AnswersProblems(...BODY_PROBLEMS, 'internal', 'store-unavailable')
  async create(
    @InLanguage() language: LanguageTag,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CheckBody> {
    const check = await this.checks.create(language);
    response.location(`/api/checks/${check.token}`);
    return check;
  }

  @Post(':token/release')
  @HttpCode(HttpStatus.OK)
  @Spends('requests')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'releaseCheck',
    summary: 'Releases the queued message',
    description:
      'Once a server of the check has refused a host that can release its message, such as the one with broken DANE, that host presents a certificate that matches one of its TLSA records: the next retry is delivered. The verdict does not change. Repeating the request is harmless.',
  })
  @ApiParam({ name: 'token', description: 'The token of the check.', example: '0123456789ab' })
  @TakesLanguage()
  @Answers(HttpStatus.OK, 'Check', { description: 'The check, released.' })
  @AnswersProblems(...BODY_PROBLEMS, 'check-not-found', 'nothing-to-release', 'internal', 'store-unavailable')
  release(
    @Param('token') token: string,
    @InLanguage() language: LanguageTag,
    @Req() request: IncomingMessage,
  ): Promise<CheckBody> {
    return this.turns.take(request, async () => {
      const answer = await this.checks.release(token);
      switch (answer.kind) {
        case 'unknown-check':
          throw new ProblemException(checkNotFound());
        case 'impossible':
          throw new ProblemException(nothingToRelease(answer.state === 'unavailable'));
        case 'released':
          return answer.reading.bodyIn(language);
      }
    });
  }
}
