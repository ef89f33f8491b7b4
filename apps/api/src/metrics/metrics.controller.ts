import { Controller, Get, Headers, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';

import { StoreHealth } from '../health/store-health.js';
import { AnswersProblems } from '../openapi/answers.decorator.js';
import { ProblemException } from '../problem/problem.exception.js';
import { problem } from '../problem/problems.js';
import { Spends } from '../security/rate-limit.decorator.js';
import { Metrics } from './metrics.js';

/** What a proxy adds to a request (RFC 7239, RFC 9110 §7.6.3); a monitoring system that asks directly sends none. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'];

@ApiTags('operation')
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(StoreHealth) private readonly store: StoreHealth,
  ) {}

  @Get()
  @Spends('none')
  @ApiOperation({
    operationId: 'readMetrics',
    summary: 'Metrics in the text format of Prometheus',
    description: 'For monitoring on the same host or network: refused when the request came through a proxy.',
  })
  @ApiProduces('text/plain')
  @ApiResponse({ status: 200, description: 'The metrics.', schema: { type: 'string' } })
  @AnswersProblems('not-through-proxy')
  async read(
    @Headers() headers: Record<string, unknown>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    if (PROXY_HEADERS.some((name) => headers[name] !== undefined)) {
      throw new ProblemException(problem('not-through-proxy', 'Ask the API directly for its metrics.'));
    }
    this.metrics.storeUp.set((await this.store.isUp()) ? 1 : 0);
    response.set({ 'Cache-Control': 'no-store', 'Content-Type': this.metrics.registry.contentType });
    return this.metrics.registry.metrics();
  }
}
