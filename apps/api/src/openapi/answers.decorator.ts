/** Documents what an endpoint answers, by the names of the schemas and of the problems. */
import { applyDecorators } from '@nestjs/common';
import { ApiQuery, ApiResponse, type ApiResponseNoStatusOptions } from '@nestjs/swagger';

import { PROBLEM_MEDIA_TYPE } from '#contracts';
import { LANGUAGE_TAGS, PROBLEM_TITLES } from '#words';

import { PROBLEMS, type ProblemKind, problemType } from '../problem/problems.js';
import { type SchemaName, schemaRef } from './schemas.js';

export function Answers(
  status: number,
  schema: SchemaName,
  more: Pick<ApiResponseNoStatusOptions, 'description' | 'headers'>,
): MethodDecorator {
  return ApiResponse({
    ...more,
    status,
    content: { 'application/json': { schema: { $ref: schemaRef(schema) } } },
  });
}

/** That its sentences come in several languages; codes never change. */
export function TakesLanguage(): MethodDecorator {
  return ApiQuery({
    name: 'lang',
    required: false,
    enum: LANGUAGE_TAGS,
    description: 'The language of sentences; Accept-Language by default. Codes are the same in each.',
  });
}

export function AnswersProblems(...kinds: ProblemKind[]): MethodDecorator {
  const statuses = [...new Set(kinds.map((kind) => PROBLEMS[kind].status))];
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: kinds
          .filter((kind) => PROBLEMS[kind].status === status)
          .map((kind) => `${PROBLEM_TITLES[kind]} (\`${problemType(kind)}\`).`)
          .join(' '),
        content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: schemaRef('Problem') } } },
        ...((status === 429 || status === 503) && {
          headers: {
            'Retry-After': { description: 'Seconds until the next request.', schema: { type: 'integer' } },
          },
        }),
      }),
    ),
  );
}
