/** `GET /api/scenarios`: the hosts that this instance offers and what is published for them. */
import { z } from 'zod';

import { SCENARIO_IDS, TLSA_SUBJECTS } from '#scenarios';

export const scenarioBody = z.object({
  id: z.enum(SCENARIO_IDS),
  title: z.string(),
  summary: z.string(),
  host: z.string(),
  expected: z.enum(['delivered', 'refused', 'either']),
  rfc: z.string(),
  tlsa: z.array(
    z.object({
      usage: z.int(),
      selector: z.int(),
      matchingType: z.int(),
      /** The key that it describes: `spare` is that of a certificate which is not presented by default. */
      subject: z.enum(TLSA_SUBJECTS),
      corrupted: z.boolean(),
    }),
  ),
});

export type ScenarioBody = z.infer<typeof scenarioBody>;
