/** A TLS report about the hosts of a check, as the check's body has it. */
import { z } from 'zod';

import { REPORT_FINDINGS, REPORT_MATCHES } from '#checks';
import { SCENARIO_IDS } from '#scenarios';

/** RFC 3339 in UTC with milliseconds. */
const timestamp = z.iso.datetime({ precision: 3 });

/** What a TLS report (RFC 8460) counts at one scenario, beside what was seen there in its period. */
export const reportedSessionsBody = z.object({
  scenario: z.enum(SCENARIO_IDS),
  policy: z
    .string()
    .meta({ description: '`tlsa`, `sts`, `no-policy-found`, or what the reporter calls it.' }),
  successes: z.int(),
  failures: z.int(),
  failuresByType: z.array(z.object({ resultType: z.string(), sessions: z.int() })),
  seen: z.object({ delivered: z.int(), failed: z.int() }).meta({
    description: 'Sessions of the servers of this check, within the period of the report.',
  }),
  fitting: z.array(z.string()).meta({
    description:
      'The result types (RFC 8460 §4.3) of a failure that fit the scenario; none where nothing has to fail.',
  }),
  finding: z.enum(REPORT_FINDINGS).meta({ description: 'What differs; it changes no verdict.' }),
  text: z.string(),
});

export const checkReportBody = z.object({
  organization: z.string(),
  signedBy: z.string().nullable().meta({
    description: 'The domain whose DKIM signature proves who sent it; null: anybody may have written it.',
  }),
  source: z.enum(['mail', 'https']),
  matchedBy: z.enum(REPORT_MATCHES).meta({
    description:
      '`token`: it names a host of this check. `address`: it speaks of hosts that all checks share, and an address that it names, or that sent it, mailed this check in its period; its counts may be of other checks as well. `domain`: likewise, but it names no address; the domain that signed it is that of the envelope or of the EHLO name, and mailed no other check then. `domain-unsure`: nobody signed it as that domain, or several checks were mailed from there: it is shown, and not compared.',
  }),
  receivedAt: timestamp,
  startAt: timestamp,
  endAt: timestamp,
  sessions: z.array(reportedSessionsBody),
});

export type CheckReportBody = z.infer<typeof checkReportBody>;
