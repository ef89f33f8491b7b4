/** A TLS report about the hosts of a check, beside what its servers were seen to do there. */
import { type CheckReport, compareReported, type Observation, type Verdict } from '#checks';
import type { CheckReportBody } from '#contracts';
import { findScenario } from '#scenarios';
import { type Language, sayReported } from '#words';

import { timestamp } from './timestamp.js';

export function viewReport(
  { organization, signedBy, source, matchedBy, receivedAt, sessions, ...period }: CheckReport,
  observations: readonly Observation[],
  { servers }: Verdict,
  language: Language,
): CheckReportBody[] {
  const addresses = new Set(servers.map(({ address }) => address));
  // A scenario may have left the table since.
  const compared = sessions
    .filter(({ scenario }) => findScenario(scenario) !== undefined)
    .map((reported) => {
      const comparison = compareReported(reported, { ...period, matchedBy }, observations, addresses);
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
      startAt: timestamp(period.startAt),
      endAt: timestamp(period.endAt),
      sessions: own,
    },
  ];
}
