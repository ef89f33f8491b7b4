/** `GET /api/scenarios`: the hosts that this instance offers and what is published for them. */
import { z } from 'zod';

import {
  CA,
  CERTIFICATE_IDS,
  GROUPS,
  LEVELS,
  MECHANISMS,
  NEEDS,
  REQUIREMENTS,
  SCENARIO_IDS,
} from '#scenarios';

export const scenarioBody = z.object({
  id: z.enum(SCENARIO_IDS),
  group: z.enum(GROUPS),
  mechanism: z.enum(MECHANISMS).meta({ description: 'What it measures: each has a verdict of its own.' }),
  level: z.enum(LEVELS).meta({
    description: 'The first level that mails it; each level has the scenarios of those before it as well.',
  }),
  title: z.string(),
  summary: z.string(),
  shows: z.string().meta({ description: 'What it means when a sender does something else.' }),
  available: z.boolean().meta({
    description: 'Whether this instance offers it: its address is among those of a check.',
  }),
  missing: z
    .enum([...NEEDS, 'public-certificate', 'dns-state'])
    .nullable()
    .meta({
      description:
        'What would make it available. `own-dns`: the name server of the appliance. `policy-host`: MTA-STS policies, which are turned off. `public-certificate`: certificates of a public authority for its policy host and mail servers, which are not there yet. `second-address`: an IP address that no other host has. `dns-state`: that DNS answers as planned, seen through a validating resolver. Null where it is.',
    }),
  host: z.string(),
  expected: z.enum(['delivered', 'refused', 'either']),
  requirement: z.enum(REQUIREMENTS).meta({ description: 'Only `required` scenarios decide the outcome.' }),
  rfc: z.string(),
  certificate: z.enum(CERTIFICATE_IDS).meta({ description: 'The certificate that the host presents.' }),
  fallback: z.enum(CERTIFICATE_IDS).nullable().meta({
    description:
      'The certificate at a further MX host, or at a second address, to which refused mail can go instead: a refusal leaves no message queued. Null: there is none.',
  }),
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
      data: z.enum(['right', 'corrupted', 'short']).meta({
        description:
          '`corrupted`: well-formed, but matches nothing. `short`: malformed, so that senders leave it out.',
      }),
    }),
  ),
});

export type ScenarioBody = z.infer<typeof scenarioBody>;
