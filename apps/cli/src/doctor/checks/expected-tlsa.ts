import { tlsaNames } from '#zones';
import type { ScenarioId } from '#scenarios';

import type { Examination } from '../examination.js';

/**
 * The TLSA records that the generator makes for a scenario, in presentation format; why that is not known.
 *
 * @param isWildcard those of its wildcard rather than of the host itself
 */
export function expectedTlsa(
  scenario: ScenarioId,
  isWildcard: boolean,
  { records, config }: Examination,
): readonly string[] | Error {
  if (records instanceof Error) return records;
  const [ownName, wildcard] = tlsaNames(scenario, config.domain);
  const owner = isWildcard ? wildcard : ownName;
  return records.flatMap(({ name, type, data }) => (type === 'TLSA' && name === owner ? [data] : []));
}

export function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text) => others.includes(text));
}
