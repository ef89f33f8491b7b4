import { z } from 'zod';

import { PHASE_MAILINGS } from '#checks';
import { PHASES } from '#scenarios';

import { timestamp } from './observation.contract.js';

/** The phases of a policy that changes by the clock: those of the pair that is under way. */
export const phasesBody = z.object({
  phase: z.enum(PHASES).meta({
    description:
      '`first`: the policy forbids delivery. `second`: a new one allows it (`sts-id`), or it is withdrawn (`sts-gone`).',
  }),
  endsAt: timestamp.meta({ description: 'When the next phase begins.' }),
  mail: z.enum(PHASE_MAILINGS).meta({
    description:
      '`now`: mail the host, `sts-good` and `sts-none`, so that the server has the policy. `again`: it has. Between `judgedFrom` and `judgedUntil`, the delivery of the message that it refused counts, when it retries, and so does a refusal of any message within 15 minutes of a delivery of this check from the same address. So for `sts-gone`, where refusing is right, mail it and `sts-good` again: a retry alone may not be seen. The delivery of another message is not judged. `later`: wait until `endsAt`, then mail it.',
  }),
  changesAt: timestamp.meta({ description: 'When the second phase begins, or began.' }),
  judgedFrom: timestamp,
  judgedUntil: timestamp,
  policyEndsAt: timestamp.meta({
    description: 'Until when a policy that was fetched in the first phase may be applied.',
  }),
});
