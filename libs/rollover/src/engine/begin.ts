import type { CertificateFacts, RolloverPorts } from '../ports.js';
import type { Journal } from '../state/journal.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import { ActiveRun } from './active-run.js';
import { listOf } from './list-of-records.js';
import { newState, preparedState } from './new-state.js';
import { type PreparationOutcome, surveyAll } from './prepare.js';

export type Beginning =
  { readonly kind: 'begun'; readonly run: ActiveRun } | Exclude<PreparationOutcome, { kind: 'ready' }>;

/**
 * Prepares a new rollover, also in the place of one whose preparation was interrupted: until its end nothing was published.
 * Nothing is stored before all is known to be ready, so that a mistake in the options leaves nothing behind.
 *
 * @throws RolloverError, ProviderError
 */
export async function begin(
  id: string,
  options: RolloverOptions,
  ports: RolloverPorts,
  journal: Journal,
): Promise<Beginning> {
  await ports.certificates.finish();
  const given = await ports.certificates.peek();
  const first = await surveyAll(ports, given);
  if (first.kind !== 'ready') return first;

  const run = new ActiveRun(ports, journal, newState(id, options));
  await run.begin('prepare');
  const next = await ports.certificates.prepare();
  // What was made only now could not be judged before.
  const second = given === null ? await surveyAll(ports, next) : first;
  if (second.kind !== 'ready') return second;

  await run.save(preparedState(options, second, next));
  await run.tell('prepare', preparedText(second.keepsRecords, next));
  await run.complete('prepare');
  return { kind: 'begun', run };
}

function preparedText(keepsRecords: boolean, { records }: CertificateFacts): string {
  if (keepsRecords) return 'the next certificate keeps the key: no TLSA record changes';
  return `the next certificate is ready, to be published as ${listOf(records)}`;
}
