import { Controller, Get, Header, HttpStatus, Param } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import { FIX_SYSTEMS, type FixGuide, GUIDES, type LanguageTag } from '#words';

import { InLanguage } from '../http/request-language.js';
import { Answers, AnswersProblems, TakesLanguage } from '../openapi/answers.decorator.js';
import { ProblemException } from '../problem/problem.exception.js';
import { problem } from '../problem/problems.js';
import { Spends } from '../security/rate-limit.decorator.js';

@ApiTags('fixes')
@Controller('api/fixes')
export class FixesController {
  @Get(':system')
  @Spends('requests')
  @Header('Cache-Control', 'no-cache')
  @ApiOperation({
    operationId: 'readFix',
    summary: 'Reads the fix guide of a mail system',
    description: 'What to set, how to try it, and what to do with the message that waits in the queue.',
  })
  @ApiParam({ name: 'system', enum: FIX_SYSTEMS, description: 'The mail system.' })
  @TakesLanguage()
  @Answers(HttpStatus.OK, 'Fix', { description: 'The guide, with the steps for each topic.' })
  @AnswersProblems('not-found', 'too-many-requests')
  read(@Param('system') name: string, @InLanguage() language: LanguageTag): FixGuide {
    const system = FIX_SYSTEMS.find((each) => each === name);
    if (system === undefined) throw new ProblemException(problem('not-found', 'no-such-guide'));
    return GUIDES[language][system];
  }
}
