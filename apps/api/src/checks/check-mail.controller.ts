import { Controller, Get, Header, HttpStatus, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';

import { isLabel } from '#checks';
import type { Config } from '#config';
import { type Mailing, MAILINGS } from '#scenarios';

import { CONFIG } from '../core/core.tokens.js';
import { AnswersProblems } from '../openapi/answers.decorator.js';
import { ProblemException } from '../problem/problem.exception.js';
import { READ_PROBLEMS, checkNotFound, notOneOf, problem } from '../problem/problems.js';
import { ScenarioStates } from '../scenarios/scenario-states.js';
import { Spends } from '../security/rate-limit.decorator.js';
import { type Separator, SEPARATORS, checkAddresses, checkMessage } from './check-mail.js';
import { ChecksService } from './checks.service.js';

const FORMATS = ['message', 'draft', 'addresses'] as const;

interface MailQuery {
  readonly level?: unknown;
  readonly label?: unknown;
  readonly format?: unknown;
  readonly sep?: unknown;
}

/** `curl -s https://HOST/check/TOKEN/mail | sendmail -t` */
@ApiTags('checks')
@Controller('check/:token/mail')
export class CheckMailController {
  constructor(
    @Inject(ChecksService) private readonly checks: ChecksService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ScenarioStates) private readonly scenarios: ScenarioStates,
  ) {}

  @Get()
  @Spends('requests')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'readCheckMail',
    summary: 'The message to send',
    description:
      'Addressed to every scenario of the level: for `sendmail -t`, as a draft for mail clients, or only the addresses.',
  })
  @ApiParam({ name: 'token', description: 'The token of the check.', example: '0123456789ab' })
  @ApiQuery({
    name: 'level',
    required: false,
    enum: MAILINGS,
    description:
      'How many addresses; `quick` by default. `no-queue`: the few that prove that a server enforces DANE and leave no message in its queue, if the instance has a second address.',
  })
  @ApiQuery({
    name: 'label',
    required: false,
    description:
      'What you call the sending server: up to 32 letters, digits and hyphens. It becomes the local part.',
    example: 'mx1',
  })
  @ApiQuery({
    name: 'format',
    required: false,
    enum: FORMATS,
    description: '`draft` is a file to open in a mail client.',
  })
  @ApiQuery({
    name: 'sep',
    required: false,
    enum: Object.keys(SEPARATORS),
    description: 'Between the addresses; it implies `format=addresses`.',
  })
  @ApiResponse({
    status: HttpStatus.OK,
    description: 'The message, or the addresses.',
    content: {
      'text/plain': { schema: { type: 'string' } },
      'message/rfc822': { schema: { type: 'string' } },
    },
  })
  @AnswersProblems(...READ_PROBLEMS, 'check-not-found')
  async read(
    @Param('token') token: string,
    @Query() query: MailQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const { level, label, format, separator } = readQuery(query);
    const url = await this.checks.urlOf(token);
    if (url === null) throw new ProblemException(checkNotFound());
    const addresses = checkAddresses(this.config, { token, label, level }, this.scenarios.available);
    if (addresses.length === 0)
      throw new ProblemException(problem('malformed-request', 'level-not-offered', level));
    if (format === 'addresses') {
      response.type('text/plain');
      return `${addresses.join(SEPARATORS[separator])}\n`;
    }
    const isDraft = format === 'draft';
    if (isDraft) response.attachment(`dane-check-${token}.eml`).type('message/rfc822');
    else response.type('text/plain');
    return checkMessage(addresses, url, isDraft);
  }
}

interface MailRequest {
  readonly level: Mailing;
  readonly label: string | null;
  readonly format: (typeof FORMATS)[number];
  readonly separator: Separator;
}

function readQuery({ level, label, format, sep }: MailQuery): MailRequest {
  const separator = Object.keys(SEPARATORS).find((each): each is Separator => each === sep);
  if (sep !== undefined && separator === undefined)
    throw new ProblemException(notOneOf('sep', [',', ';', 'space', 'newline']));
  const wanted = FORMATS.find((each) => each === (format ?? 'message'));
  if (wanted === undefined) throw new ProblemException(notOneOf('format', FORMATS));
  const addressed = MAILINGS.find((each) => each === (level ?? 'quick'));
  if (addressed === undefined) throw new ProblemException(notOneOf('level', MAILINGS));
  return {
    level: addressed,
    label: readLabel(label),
    format: separator === undefined ? wanted : 'addresses',
    separator: separator ?? 'newline',
  };
}

function readLabel(label: unknown): string | null {
  if (label === undefined || label === '') return null;
  const lower = typeof label === 'string' ? label.toLowerCase() : '';
  if (!isLabel(lower)) throw new ProblemException(problem('malformed-request', 'bad-label'));
  return lower;
}
