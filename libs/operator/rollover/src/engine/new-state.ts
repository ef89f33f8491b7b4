import { deletableRecords } from '../judge/deletable-records.js';
import { greatestTtl, presentedChains } from '../judge/looks.js';
import { chainsOf, sameLeaf, toStored } from '../judge/known-certificate.js';
import type { PlannedRecord } from '../planned-record.js';
import type { CertificateFacts } from '../ports.js';
import { isShared, type RolloverOptions } from '../state/rollover-options.js';
import type { StoredState } from '../state/stored-state.js';
import type { Preparation } from './prepare.js';
import type { RolloverStep } from './step.js';

const NOT_BEGUN = { begunAt: null, doneAt: null };

const STEPS_NOT_BEGUN: Readonly<Record<RolloverStep, typeof NOT_BEGUN>> = {
  prepare: NOT_BEGUN,
  publish: NOT_BEGUN,
  propagate: NOT_BEGUN,
  switch: NOT_BEGUN,
  verify: NOT_BEGUN,
  retire: NOT_BEGUN,
  delete: NOT_BEGUN,
  'final-check': NOT_BEGUN,
};

/** As it is before anything was done. */
export function newState(id: string, options: RolloverOptions): StoredState {
  return {
    version: 1,
    id,
    options,
    steps: STEPS_NOT_BEGUN,
    finishedAt: null,
    certificates: null,
    keepsRecords: false,
    ttl: options.ttl,
    seenAt: null,
    hinderedSince: null,
    trouble: null,
    toDelete: [],
    history: [],
  };
}

/** What the preparation adds to the state. */
export function preparedState(
  options: RolloverOptions,
  { survey, keepsRecords }: Preparation,
  next: CertificateFacts,
): Partial<StoredState> {
  const { current, listed, looks } = survey;
  return {
    certificates: { current: toStored(current), next: toStored(next) },
    keepsRecords,
    ttl: Math.max(
      options.leastTtl ?? 0,
      greatestTtl(looks),
      ...listed.map(({ ttl }) => ttl),
      ...ttlOfNew(options, survey),
    ),
    toDelete: keepsRecords || isShared(options) ? [] : expectedDeletions(options, survey, next),
  };
}

/** Records that are there give their TTL to those that come beside them (RFC 2181 §5.2). */
function ttlOfNew({ ttl }: RolloverOptions, { looks, listed }: Preparation['survey']): number[] {
  return looks.every(({ tlsaName }) => listed.some(({ name }) => name === tlsaName)) ? [] : [ttl];
}

/** As far as can be told now: the current certificate will not be presented then. */
function expectedDeletions(
  { keep }: RolloverOptions,
  { current, listed, placeLooks }: Preparation['survey'],
  next: CertificateFacts,
): PlannedRecord[] {
  const others = presentedChains(placeLooks).filter(
    (chain) => !chainsOf(current).some((own) => sameLeaf(chain, own)),
  );
  const present = [...listed.map(({ name, data }) => ({ name, data }))];
  return deletableRecords({
    present,
    current: current.records,
    next: next.records,
    chains: [...others, ...chainsOf(next)],
    keep,
  });
}
