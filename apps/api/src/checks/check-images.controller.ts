import type { IncomingMessage } from 'node:http';

import { Controller, Get, Header, HttpStatus, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';

import { MECHANISMS } from '#scenarios';

import { AnswersProblems } from '../openapi/answers.decorator.js';
import { ProblemException } from '../problem/problem.exception.js';
import { READ_PROBLEMS, checkNotFound, notOneOf } from '../problem/problems.js';
import { ReadTurns } from '../security/read-turns.js';
import { Spends } from '../security/rate-limit.decorator.js';
import { badge } from './badge.js';
import { ChecksService } from './checks.service.js';
import { qrCode } from './qr-code.js';

@ApiTags('checks')
@Controller('check/:token')
export class CheckImagesController {
  constructor(
    @Inject(ChecksService) private readonly checks: ChecksService,
    @Inject(ReadTurns) private readonly turns: ReadTurns,
  ) {}

  @Get('badge.svg')
  @Spends('requests')
  @Header('Cache-Control', 'no-cache')
  @Header('Content-Type', 'image/svg+xml')
  // It is there to stand on other sites.
  @Header('Cross-Origin-Resource-Policy', 'cross-origin')
  @ApiOperation({
    operationId: 'readCheckBadge',
    summary: 'The outcome as an image',
    description: 'An SVG with an outcome and the day of the check, until the check is deleted.',
  })
  @ApiParam({ name: 'token', description: 'The token of the check.', example: '0123456789ab' })
  @ApiQuery({
    name: 'mechanism',
    required: false,
    enum: MECHANISMS,
    description:
      'Whose outcome it shows, `dane` by default. That of `mta-sts` is `waiting` while nothing was seen of it.',
  })
  @ApiResponse({
    status: HttpStatus.OK,
    description: 'The badge.',
    content: { 'image/svg+xml': { schema: { type: 'string' } } },
  })
  @AnswersProblems(...READ_PROBLEMS, 'malformed-request', 'check-not-found')
  async badge(
    @Param('token') token: string,
    @Query('mechanism') wanted: unknown,
    @Req() request: IncomingMessage,
  ): Promise<string> {
    const mechanism = MECHANISMS.find((each) => each === (wanted ?? 'dane'));
    if (mechanism === undefined) throw new ProblemException(notOneOf('mechanism', MECHANISMS));
    return this.turns.take(request, async () => {
      const reading = await this.checks.read(token);
      if (reading === null) throw new ProblemException(checkNotFound());
      return badge(reading.bodyIn('en'), mechanism);
    });
  }

  /** For the start page, where the message is often written on a phone. */
  @Get('qr.svg')
  @Spends('requests')
  @Header('Cache-Control', 'no-cache')
  @Header('Content-Type', 'image/svg+xml')
  @ApiExcludeEndpoint()
  async qrCode(@Param('token') token: string): Promise<string> {
    const url = await this.checks.urlOf(token);
    if (url === null) throw new ProblemException(checkNotFound());
    return qrCode(url);
  }
}
