import type { CheckBody, ObservationBody, QueryBody } from '#contracts';
import type { ScenarioId } from '#scenarios';

/** The sessions of a check, as far as something came of them. */
export function sessionsOf(check: CheckBody): ObservationBody[] {
  return check.observations.filter(({ kind }) => kind !== 'dns-query' && kind !== 'tls-established');
}

/** How the sessions of a check ended at one host. */
export function seenAt(check: CheckBody, scenario: ScenarioId): ObservationBody[] {
  return sessionsOf(check).filter((observation) => observation.scenario === scenario);
}

/** What resolvers asked about one host, and when. */
export function askedAbout(check: CheckBody, scenario: ScenarioId): (QueryBody & { readonly at: string })[] {
  return check.observations.flatMap(({ at, scenario: about, query }) =>
    about === scenario && query !== null ? { ...query, at } : [],
  );
}
