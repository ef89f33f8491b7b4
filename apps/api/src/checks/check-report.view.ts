/** A TLS report about the hosts of a check, beside what its servers were seen to do there. */
import { type CheckReport, compareReported, type Observation, type Verdict } from '#checks';
import type { CheckReportBody } from '#contracts';
import { findScenario } from '#scenarios';
import { type Language, sayReported } from '#words';

export function viewReport(
  { organization, signedBy, source, receivedAt, sessions, ...period }: CheckReport,
  observations: readonly Observation[],
  { servers }: Verdict,
  language: Language,
): CheckReportBody {
  const addresses = new Set(servers.map(({ address }) => address));
  return {
    ...{ organization, signedBy, source },
    receivedAt: new Date(receivedAt).toISOString(),
    startAt: new Date(period.startAt).toISOString(),
    endAt: new Date(period.endAt).toISOString(),
    // A scenario may have left the table since.
    sessions: sessions
      .filter(({ scenario }) => findScenario(scenario) !== undefined)
      .map((reported) => {
        const compared = compareReported(reported, period, observations, addresses);
        const text = sayReported(compared.finding, language);
        return { ...reported, ...compared, failuresByType: [...reported.failuresByType], text };
      }),
  };
}
