import { Controller, Get, Header, HttpStatus, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';

import type { HealthBody } from '#contracts';

import { Answers, AnswersProblems } from '../openapi/answers.decorator.js';
import { ProblemException } from '../problem/problem.exception.js';
import { problem } from '../problem/problems.js';
import { Spends } from '../security/rate-limit.decorator.js';
import { StoreHealth } from './store-health.js';

@ApiTags('operation')
@Controller('healthz')
export class HealthController {
  constructor(@Inject(StoreHealth) private readonly store: StoreHealth) {}

  @Get()
  @Spends('none')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'readHealth',
    summary: 'Reports whether the instance works',
    description: 'For health checks: 200 only when the store can be read and written.',
  })
  @Answers(HttpStatus.OK, 'Health', { description: 'The store can be read and written.' })
  @AnswersProblems('store-unavailable')
  async read(): Promise<HealthBody> {
    if (await this.store.isUp()) return { status: 'ok' };
    throw new ProblemException(problem('store-unavailable', 'database-unreadable'));
  }
}
