/**
 * Records that change by the clock (phases in #scenarios), as lines of the zone that are comments: the name server adds those of the
 * phase that it is in to the zone that it serves, and takes the others when that is over (name-server.sh).
 *
 *     ; phases of 21600 s
 *     ; phase 0: _mta-sts.sts-gone.dane.example.  60  IN  TXT  "v=STSv1; id=a;"
 */
import { policyRecords, scenarioHost } from '#checks';
import { changesByPhase, PHASE_MS, PHASE_TTL, PHASES, planIn, SCENARIOS } from '#scenarios';

import type { DnsRecord } from './dns-record.js';

/** Of the scenarios that the records are of. */
export function phaseLines(domain: string, records: readonly DnsRecord[]): string {
  const offered = new Set(records.map(({ scenario }) => scenario));
  const changing = SCENARIOS.filter((scenario) => changesByPhase(scenario) && offered.has(scenario.id));
  if (changing.length === 0) return '';
  const lines = PHASES.flatMap((phase, index) =>
    changing.flatMap(({ id, mtaSts }) =>
      (mtaSts === undefined ? [] : policyRecords(planIn(mtaSts, phase))).map(
        (text) => `; phase ${index}: _mta-sts.${scenarioHost(id, domain)}.  ${PHASE_TTL}  IN  TXT  "${text}"`,
      ),
    ),
  );
  return [`; phases of ${PHASE_MS / 1_000} s`, ...lines, ''].join('\n');
}
