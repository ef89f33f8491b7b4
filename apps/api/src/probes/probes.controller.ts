import { Body, Controller, Get, Header, HttpStatus, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { type ProbeBody, type ProblemBody, probeRequestBody } from '#contracts';
import type { Exhausted } from '#limits';
import { type LanguageTag, probeIn } from '#words';

import { InLanguage } from '../http/request-language.js';
import { Answers, AnswersProblems } from '../openapi/answers.decorator.js';
import { schemaRef } from '../openapi/schemas.js';
import { ProblemException } from '../problem/problem.exception.js';
import { BODY_PROBLEMS, READ_PROBLEMS, probeNotFound, problem } from '../problem/problems.js';
import { ClientAddresses } from '../security/client-addresses.js';
import { ReadTurns } from '../security/read-turns.js';
import { Spends } from '../security/rate-limit.decorator.js';
import { readMailDomain } from './mail-domain.js';
import { ProbesService } from './probes.service.js';

const LOCATION = {
  Location: { description: 'Where to read the probe.', schema: { type: 'string' } },
} as const;

@ApiTags('probes')
@Controller('api/probes')
export class ProbesController {
  constructor(
    @Inject(ProbesService) private readonly probes: ProbesService,
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
    @Inject(ReadTurns) private readonly turns: ReadTurns,
  ) {}

  @Post()
  @Spends('probes')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'createProbe',
    summary: 'Probes a mail domain',
    description:
      'Connects to port 25 of the mail servers of the domain and reports how they receive. The answer comes immediately: poll or watch the probe until its state is `done` or `failed`.',
  })
  @ApiBody({ required: true, schema: { $ref: schemaRef('ProbeRequest') } })
  @Answers(HttpStatus.CREATED, 'Probe', { description: 'The new probe.', headers: LOCATION })
  @Answers(HttpStatus.OK, 'Probe', {
    description: 'The probe of this domain that is running or ended within the last minute.',
    headers: LOCATION,
  })
  @AnswersProblems(...BODY_PROBLEMS, 'unusable-domain', 'internal', 'store-unavailable', 'too-many-probes')
  async create(
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @InLanguage() language: LanguageTag,
  ): Promise<ProbeBody> {
    const answer = await this.probes.create(domainOf(body), this.clients.of(request));
    if (answer.kind === 'busy') throw new ProblemException(busy(answer.exhausted));
    response.status(answer.kind === 'created' ? HttpStatus.CREATED : HttpStatus.OK);
    response.location(`/api/probes/${answer.body.id}`);
    return probeIn(answer.body, language);
  }

  @Get(':id')
  @Spends('requests')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'readProbe',
    summary: 'Reads a probe',
    description:
      'What has been found so far, and the `result` once it is done. It stays at this URL until many newer probes replace it.',
  })
  @ApiParam({ name: 'id', description: 'The id of the probe.', example: '0123456789ab' })
  @Answers(HttpStatus.OK, 'Probe', { description: 'The probe as it is now.' })
  @AnswersProblems(...READ_PROBLEMS, 'probe-not-found')
  read(
    @Param('id') id: string,
    @InLanguage() language: LanguageTag,
    @Req() request: Request,
  ): Promise<ProbeBody> {
    return this.turns.take(request, async () => {
      const probe = await this.probes.read(id);
      if (probe === null) throw new ProblemException(probeNotFound());
      return probeIn(probe, language);
    });
  }
}

function busy(exhausted: Exhausted): ProblemBody {
  switch (exhausted) {
    case 'total':
      return problem('too-many-probes', 'probes-waiting');
    case 'client':
    case 'network':
      return problem('too-many-requests', 'own-probes-waiting');
  }
}

function domainOf(body: unknown): string {
  const request = probeRequestBody.safeParse(body);
  if (!request.success) {
    throw new ProblemException(problem('malformed-request', 'no-domain-in-body'));
  }
  const read = readMailDomain(request.data.domain);
  if (read.kind === 'unusable') throw new ProblemException(problem('unusable-domain', read.reason));
  return read.domain;
}
