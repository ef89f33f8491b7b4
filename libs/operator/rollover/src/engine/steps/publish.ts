import { addAll, type AddOutcome, type ZoneRecord } from '#providers';

import { shortData } from '../../short-data.js';
import { certificateFault, wantedRecords } from '../../judge/judge-readiness.js';
import { unreachable } from '../../judge/looks.js';
import type { PlannedRecord } from '../../planned-record.js';
import type { ActiveRun } from '../active-run.js';
import { blocked, DONE, type StepOutcome } from '../step-outcome.js';
import { connectToPlaces, listRecords, lookAtNames, namesOf } from '../survey.js';

/**
 * Adds the current records and then the next ones. Also those that are there: a provider may have to be told that a record
 * is to stay when what it was made from changes.
 */
export async function publish(run: ActiveRun): Promise<StepOutcome> {
  const fault = await presentFault(run);
  if (fault !== null) return blocked(fault);
  await addRecords(run, 'publish', wantedRecords(run.certificates));
  return DONE;
}

/** Looked at anew: since the preparation a long time may have passed. */
async function presentFault(run: ActiveRun): Promise<string | null> {
  const { ports, certificates } = run;
  const names = namesOf(ports.places, certificates.current, certificates.next);
  const looks = await lookAtNames(ports, names);
  const placeLooks = await connectToPlaces(ports);
  const [silent] = unreachable(placeLooks);
  const input = { ...certificates, listed: null, looks, placeLooks, now: ports.now() };
  return silent ?? certificateFault(input);
}

/** @throws ProviderError */
export async function addRecords(
  run: ActiveRun,
  step: 'publish' | 'propagate',
  records: readonly PlannedRecord[],
): Promise<void> {
  const { provider } = run.ports;
  const present = await listRecords(provider, [...new Set(records.map(({ name }) => name))]);
  const wanted = records.map((record) => {
    const ttl = present.find(({ name }) => name === record.name)?.ttl ?? run.state.options.ttl;
    return { ...record, type: 'TLSA', ttl } as const;
  });
  for await (const added of addAll(provider, wanted)) {
    const changes = added.map(({ record, outcome }) => ({
      text: addedText(record, outcome),
      isAsked: outcome === 'requested',
    }));
    await run.tellChanges(step, changes);
  }
}

function addedText({ name, data, ttl }: ZoneRecord, outcome: AddOutcome): string {
  switch (outcome) {
    case 'added':
      return `published ${shortData(data)} at ${name} with a TTL of ${ttl} s`;
    case 'already-there':
      return `${shortData(data)} is published at ${name} already`;
    case 'requested':
      return `asked you to publish ${shortData(data)} at ${name}`;
  }
}
