import type { CheckBody, ObservationBody } from '#contracts';
import type { ScenarioId } from '#scenarios';

/** How the sessions of a check ended at one host. */
export function seenAt(check: CheckBody, scenario: ScenarioId): ObservationBody[] {
  return check.observations.filter(
    (observation) => observation.scenario === scenario && observation.kind !== 'tls-established',
  );
}
