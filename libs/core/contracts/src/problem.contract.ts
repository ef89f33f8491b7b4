/** Errors of the HTTP interface and of socket acknowledgements (RFC 9457). */
import { z } from 'zod';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().meta({ description: 'What is wrong, in the language of the request.' }),
  code: z.string().meta({ description: 'Which detail it is: stable, for programs.' }),
  facts: z.array(z.unknown()).meta({ description: 'The values in the detail, in their order.' }),
});

export type ProblemBody = z.infer<typeof problemBody>;
