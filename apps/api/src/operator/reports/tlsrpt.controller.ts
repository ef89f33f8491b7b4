import { Controller, Header, HttpCode, HttpStatus, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';

import type { TlsReportReceiptBody } from '#contracts';

import { Answers, AnswersProblems } from '../../openapi/answers.decorator.js';
import { ClientAddresses } from '../../security/client-addresses.js';
import { Spends } from '../../security/rate-limit.decorator.js';
import { ProblemException } from '../../problem/problem.exception.js';
import { BODY_PROBLEMS, problem } from '../../problem/problems.js';
import { ParserFailure } from '../parsing/parser.js';
import { PostedReportsService } from './posted-reports.service.js';
import type { TakenReport } from './tls-reports.service.js';

@ApiTags('operation')
@Controller('api/tlsrpt')
export class TlsrptController {
  constructor(
    @Inject(PostedReportsService) private readonly reports: PostedReportsService,
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @Spends('requests')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'reportTls',
    summary: 'Accepts a TLS report',
    description:
      'For mail systems that report on their sessions with this server (RFC 8460 §5.4), compressed or not. A report that cannot be read is kept for the operator and answered with 200, too.',
  })
  @ApiConsumes('application/tlsrpt+gzip', 'application/tlsrpt+json')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Answers(HttpStatus.OK, 'TlsReportReceipt', { description: 'The report was accepted.' })
  @AnswersProblems(...BODY_PROBLEMS, 'report-not-read', 'internal', 'store-unavailable')
  async receive(@Req() request: Request): Promise<TlsReportReceiptBody> {
    const bytes: Uint8Array = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const taken = await this.take(bytes, this.clients.of(request));
    return taken.outcome === 'malformed' ? taken : { outcome: taken.outcome, reason: null };
  }

  private async take(bytes: Uint8Array, client: string): Promise<TakenReport> {
    try {
      return await this.reports.take(bytes, client);
    } catch (error) {
      if (!(error instanceof ParserFailure)) throw error;
      const code = error.kind === 'busy' ? 'reports-waiting' : 'report-too-costly';
      throw new ProblemException(problem('report-not-read', code));
    }
  }
}
