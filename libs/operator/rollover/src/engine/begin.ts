import { ProviderError } from '#providers';

import { sameChain } from '../judge/known-certificate.js';
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
 * A mistake in the options leaves nothing behind. What passes by itself is remembered, so that a hook that is called once,
 * when a certificate was renewed, need not be called again.
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
  const run = new ActiveRun(ports, journal, newState(id, options));
  const given = await ports.certificates.peek();
  const first = await firstSurvey(run, given);
  if (first.kind !== 'ready') return first;

  await run.begin('prepare');
  const next = await ports.certificates.prepare();
  // What was made only now, or renewed in this moment, could not be judged before.
  const isJudged = given !== null && sameChain(given.chain, next.chain);
  const second = isJudged ? first : await surveyAll(ports, next);
  if (second.kind !== 'ready') return second;

  await run.save(preparedState(options, second, next));
  await run.tell('prepare', preparedText(second.keepsRecords, next));
  await run.complete('prepare');
  return { kind: 'begun', run };
}

async function firstSurvey(run: ActiveRun, given: CertificateFacts | null): Promise<PreparationOutcome> {
  try {
    const outcome = await surveyAll(run.ports, given);
    if (outcome.kind === 'not-ready' && outcome.isPassing) await run.begin('prepare');
    return outcome;
  } catch (error) {
    if (error instanceof ProviderError && error.retryable) await run.begin('prepare');
    throw error;
  }
}

function preparedText(keepsRecords: boolean, { records }: CertificateFacts): string {
  if (keepsRecords) return 'the next certificate keeps the key: no TLSA record changes';
  return `the next certificate is ready, to be published as ${listOf(records)}`;
}
