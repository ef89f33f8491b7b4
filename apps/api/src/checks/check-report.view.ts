/** A TLS report about the hosts of a check, beside what its servers were seen to do there. */
import { type CheckReport, compareReported } from '#checks';
import type { CheckReportBody } from '#contracts';
import { findScenario } from '#scenarios';
import { type Language, sayReported } from '#words';

import type { CheckMeaning } from './check.view.js';
import { timestamp } from './timestamp.js';

export function viewReport(
  { sessions, ...report }: CheckReport,
  { observations, verdict, outages }: Pick<CheckMeaning, 'observations' | 'verdict' | 'outages'>,
  language: Language,
): CheckReportBody[] {
  const { organization, signedBy, source, matchedBy, receivedAt, startAt, endAt } = report;
  const servers = new Set(verdict.servers.map(({ address }) => address));
  // A scenario may have left the table since.
  const compared = sessions
    .filter(({ scenario }) => findScenario(scenario) !== undefined)
    .map((reported) => {
      const comparison = compareReported(reported, report, { observations, servers, outages });
      const text = sayReported(comparison.finding, language);
      const { failuresByType } = reported;
      return {
        ...reported,
        ...comparison,
        failuresByType: [...failuresByType],
        fitting: [...comparison.fitting],
        text,
      };
    });
  // Of hosts that all checks share, it speaks of other checks as well.
  const own = compared.filter(({ finding }) => matchedBy === 'token' || finding !== 'sessions-unseen');
  if (own.length === 0 && matchedBy !== 'token') return [];
  return [
    {
      ...{ organization, signedBy, source, matchedBy },
      receivedAt: timestamp(receivedAt),
      startAt: timestamp(startAt),
      endAt: timestamp(endAt),
      sessions: own,
    },
  ];
}
