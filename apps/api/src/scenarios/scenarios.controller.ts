import { Controller, Get, Header, HttpStatus, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';

import type { Config } from '#config';
import type { ScenarioBody } from '#contracts';

import { CONFIG } from '../core/core.tokens.js';
import { Answers, AnswersProblems } from '../openapi/answers.decorator.js';
import { Spends } from '../security/rate-limit.decorator.js';
import { ScenarioStates } from './scenario-states.js';
import { viewScenarios } from './scenario.view.js';

@ApiTags('scenarios')
@Controller('api/scenarios')
export class ScenariosController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ScenarioStates) private readonly states: ScenarioStates,
  ) {}

  @Get()
  @Spends('requests')
  @Header('Cache-Control', 'no-cache')
  @ApiOperation({
    operationId: 'listScenarios',
    summary: 'Lists the scenarios',
    description: 'The receiving hosts, what is published for them, and whether this instance offers them.',
  })
  @Answers(HttpStatus.OK, 'Scenarios', { description: 'Every scenario once, in the order of display.' })
  @AnswersProblems('too-many-requests')
  list(): ScenarioBody[] {
    return viewScenarios(this.config.domain, this.states.offered);
  }
}
