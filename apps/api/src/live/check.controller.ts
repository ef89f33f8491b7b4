import type { IncomingMessage } from 'node:http';

import {
  type BeforeApplicationShutdown,
  Controller,
  Get,
  Header,
  HttpStatus,
  Inject,
  Param,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';

import { isToken } from '#checks';
import type { CheckBody } from '#contracts';
import type { LanguageTag } from '#words';

import { type CheckReading, ChecksService } from '../checks/checks.service.js';
import { InLanguage } from '../http/request-language.js';
import { Answers, AnswersProblems, TakesLanguage } from '../openapi/answers.decorator.js';
import { ProblemException } from '../problem/problem.exception.js';
import { READ_PROBLEMS, checkNotFound, problem } from '../problem/problems.js';
import { ClientAddresses } from '../security/client-addresses.js';
import { ReadTurns } from '../security/read-turns.js';
import { Spends } from '../security/rate-limit.decorator.js';
import { watchProblem } from './acknowledgement.js';
import { WatchesExhaustedError } from './watch-places.js';
import { WatchedChecks } from './watched-checks.js';

/** Seconds. Many proxies give up on an answer after a minute. */
const MAX_WAIT = 60;

interface ReadQuery {
  readonly wait?: unknown;
  readonly revision?: unknown;
}

/** Reads a check: as it is, or as soon as it has changed. */
@ApiTags('checks')
@Controller('api/checks/:token')
export class CheckController implements BeforeApplicationShutdown {
  private readonly waits = new Set<AbortController>();

  constructor(
    @Inject(ChecksService) private readonly checks: ChecksService,
    @Inject(WatchedChecks) private readonly watched: WatchedChecks,
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
    @Inject(ReadTurns) private readonly turns: ReadTurns,
  ) {}

  @Get()
  @Spends('requests')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'readCheck',
    summary: 'Reads a check',
    description:
      'What has been seen so far and what it means. To follow it, watch the check over Socket.IO, or repeat the request with `wait` and the `revision` of the last answer.',
  })
  @ApiParam({ name: 'token', description: 'The token of the check.', example: '0123456789ab' })
  @ApiQuery({
    name: 'wait',
    required: false,
    schema: { type: 'integer', minimum: 0, maximum: MAX_WAIT, default: 0 },
    description:
      'Answer when the check has changed, or after this many seconds. Use less if a proxy times out sooner.',
  })
  @ApiQuery({
    name: 'revision',
    required: false,
    schema: { type: 'integer', minimum: 0 },
    description:
      'With `wait`: the `revision` that you have. If the check is at another one, the answer comes immediately.',
  })
  @TakesLanguage()
  @Answers(HttpStatus.OK, 'Check', { description: 'The check as it is now.' })
  @AnswersProblems(...READ_PROBLEMS, 'check-not-found', 'too-many-watched', 'overloaded')
  async read(
    @Param('token') token: string,
    @Query() query: ReadQuery,
    @InLanguage() language: LanguageTag,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CheckBody> {
    const wait = wholeNumber('wait', query.wait, MAX_WAIT) ?? 0;
    const revision = wholeNumber('revision', query.revision, Number.MAX_SAFE_INTEGER);
    const waited =
      wait > 0 && isToken(token)
        ? await this.untilChanged(token, { wait, revision, client: this.clients.of(request) }, response)
        : undefined;
    return this.turns.take(request, async () => {
      const reading = waited === undefined ? await this.checks.read(token) : waited;
      if (reading === null) throw new ProblemException(checkNotFound());
      return reading.bodyIn(language);
    });
  }

  /** Those who wait are answered with what there is by then. */
  beforeApplicationShutdown(): void {
    for (const wait of this.waits) wait.abort();
  }

  private async untilChanged(
    token: string,
    { wait, ...since }: { readonly wait: number; readonly revision: number | null; readonly client: string },
    response: Response,
  ): Promise<CheckReading | null | undefined> {
    const waiting = new AbortController();
    const end = (): void => waiting.abort();
    const timer = setTimeout(end, wait * 1000);
    response.once('close', end);
    this.waits.add(waiting);
    try {
      return await this.watched.changed(token, since, waiting.signal);
    } catch (error) {
      throw error instanceof WatchesExhaustedError ? new ProblemException(watchProblem(error)) : error;
    } finally {
      clearTimeout(timer);
      response.removeListener('close', end);
      this.waits.delete(waiting);
    }
  }
}

function wholeNumber(name: keyof ReadQuery, value: unknown, max: number): number | null {
  if (value === undefined) return null;
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : NaN;
  if (number <= max) return number;
  throw new ProblemException(
    max === MAX_WAIT
      ? problem('malformed-request', 'not-in-range', name, MAX_WAIT)
      : problem('malformed-request', 'not-a-number', name),
  );
}
