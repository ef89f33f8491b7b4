/** `GET /api/scenarios`: the hosts that this instance offers and what is published for them. */
import { z } from 'zod';

import { CA, CERTIFICATE_IDS, SCENARIO_IDS } from '#scenarios';

export const scenarioBody = z.object({
  id: z.enum(SCENARIO_IDS),
  title: z.string(),
  summary: z.string(),
  host: z.string(),
  expected: z.enum(['delivered', 'refused', 'either']),
  rfc: z.string(),
  certificate: z.enum(CERTIFICATE_IDS).meta({ description: 'The certificate that the host presents.' }),
  release: z.enum(CERTIFICATE_IDS).nullable().meta({
    description:
      'The certificate that the retry of a released message is shown instead. Null where refused messages cannot be released.',
  }),
  tlsa: z.array(
    z.object({
      usage: z.int(),
      selector: z.int(),
      matchingType: z.int(),
      subject: z.enum([CA, ...CERTIFICATE_IDS]).meta({
        description: 'The certificate that it describes: that of the authority, or one that is presented.',
      }),
      corrupted: z.boolean(),
    }),
  ),
});

export type ScenarioBody = z.infer<typeof scenarioBody>;
