import type { NewObservation } from '#checks';
import type { DnstapQuery } from '#dnstap';
import type { ScenarioId } from '#scenarios';

/** A query as an observation of the check in its name. */
export function queryObservation(
  token: string,
  scenario: ScenarioId,
  { at, resolverAddress, resolverPort, name, type, dnssecOk, transport }: DnstapQuery,
): NewObservation & { readonly query: NonNullable<NewObservation['query']> } {
  return {
    token,
    at,
    kind: 'dns-query',
    scenario,
    clientAddress: resolverAddress,
    clientName: null,
    tls: null,
    detail: `A resolver asked for the ${type} records of ${name}, ${dnssecOk ? 'with' : 'without'} DNSSEC.`,
    evidence: null,
    query: { name, type, dnssecOk, transport, resolverPort },
  };
}
