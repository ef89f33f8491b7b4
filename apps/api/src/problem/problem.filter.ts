import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';

import { PROBLEM_MEDIA_TYPE } from '#contracts';
import type { Logger, SparingLog } from '#logging';
import { isStoreUnavailable, logStoreError } from '#store';
import { problemIn } from '#words';

import { LOGGER, STATE_LOG } from '../core/core.tokens.js';
import type { IdentifiedRequest } from '../http/request-id.middleware.js';
import { UnknownPage } from '../page/unknown-page.js';
import { AllowedMethods } from './allowed-methods.js';
import { negotiateLanguage } from '../http/request-language.js';
import { answerTo } from './exception-problem.js';
import { problemType } from './problems.js';

/** The one place where an exception becomes a response, and where an unexpected one is logged. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(STATE_LOG) private readonly stateLog: SparingLog,
    @Inject(AllowedMethods) private readonly allowedMethods: AllowedMethods,
    @Inject(UnknownPage) private readonly unknownPage: UnknownPage,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<IdentifiedRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const { problem, headers } = answerTo(exception, request.path, () =>
      this.allowedMethods.of(request.path),
    );
    if (isStoreUnavailable(exception)) logStoreError(this.stateLog, exception, 'the store cannot be used');
    else if (problem.status === 500) {
      this.logger.error({ request: request.id, method: request.method, err: exception }, 'request failed');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (problem.type === problemType('not-found') && this.unknownPage.answer(request, response)) return;
    response.status(problem.status).set({ 'Cache-Control': 'no-store', ...headers });
    // As octets: for text Express adds a charset, a parameter that the media type does not have (RFC 9457 §6.1).
    response.setHeader('Content-Type', PROBLEM_MEDIA_TYPE);
    const body = problemIn(problem, negotiateLanguage(request, response));
    response.send(Buffer.from(JSON.stringify(body)));
  }
}
