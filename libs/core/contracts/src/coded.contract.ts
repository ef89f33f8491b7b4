/** What a text comes with: a code for programs, and what it is about. */
import { z } from 'zod';

/** A text beside its code; results that were stored before there were codes have none. */
export const coded = {
  text: z.string(),
  code: z.string().optional().meta({ description: 'Which text it is: stable, for programs.' }),
  facts: z.array(z.unknown()).optional().meta({
    description: 'What the text is about, in its order: texts, numbers, or texts with a code of their own.',
  }),
};

/** Why, beside the text that says it. */
export const why = z
  .object({ ...coded, code: z.string(), facts: z.array(z.unknown()) })
  .nullable()
  .optional();

export const factsOfStep = z
  .union([z.array(z.unknown()), z.record(z.string(), z.unknown())])
  .optional()
  .meta({ description: 'As of a text with a code, or as of the finding with that code.' });

export const probeBounceBody = z.object({ sender: z.string(), text: z.string() });

export const probeFindingBody = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  text: z.string(),
  advice: z.string().nullable(),
  rfc: z.string().nullable(),
  bounces: z.array(probeBounceBody),
  facts: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'What the text is about; which facts there are depends on the code.' }),
});
