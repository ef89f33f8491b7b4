/** `GET /api/fixes/SYSTEM`: how to fix one mail system. */
import { z } from 'zod';

export const fixStepBody = z.object({
  text: z.string().meta({ description: 'Plain text, with settings and commands in backticks.' }),
  code: z.string().optional().meta({
    description:
      'Lines to type or to put into a file; `{valid}`, `{broken}` and `{token}` stand for the hosts with valid and with broken DANE and the token of a check.',
  }),
});

export const fixBody = z.object({
  name: z.string(),
  about: z.string().meta({ description: 'What this system can do.' }),
  topics: z.record(z.string(), z.array(fixStepBody)),
});
