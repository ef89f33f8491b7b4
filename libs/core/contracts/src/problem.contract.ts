/** Errors of the HTTP interface and of socket acknowledgements (RFC 9457). */
import { z } from 'zod';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
});

export type ProblemBody = z.infer<typeof problemBody>;
