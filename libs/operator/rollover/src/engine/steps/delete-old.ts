import { deleteAll, type DeleteOutcome, type ZoneRecord } from '#providers';

import { shortData } from '../../short-data.js';
import { deletableRecords } from '../../judge/deletable-records.js';
import { judgeServed, type PublishedSet, setsShown } from '../../judge/judge-served.js';
import { firstOf, type NameLook, type PlaceLook, presentedChains } from '../../judge/looks.js';
import { dataAt, hasRecord, type PlannedRecord } from '../../planned-record.js';
import { isShared, type RolloverOptions } from '../../state/rollover-options.js';
import type { ActiveRun } from '../active-run.js';
import { hindered, unhindered } from '../hindrance.js';
import { blocked, DONE, type StepOutcome } from '../step-outcome.js';
import { connectToPlaces, listRecords, namesOf, planned } from '../survey.js';
import { lookAtAllNames, silentServers } from './verify-served.js';

/**
 * Deletes what neither the next certificate nor anything that is presented needs. All that it depends on is asked now, in
 * this run; where one address cannot be asked, or presents something else again, nothing is deleted.
 */
export async function deleteOld(run: ActiveRun): Promise<StepOutcome> {
  const { ports, certificates } = run;
  const looks = await lookAtAllNames(run);
  const silent = silentServers(looks);
  if (silent.length > 0) return hindered(run, firstOf(silent));
  await unhindered(run);

  const present = await listRecords(
    ports.provider,
    namesOf(ports.places, certificates.current, certificates.next),
  );
  const placeLooks = await connectToPlaces(ports);
  const deletable = deletableOf(run, present, placeLooks);
  const fault = remainingFault(run, looks, placeLooks, present, deletable);
  if (fault !== null) return blocked(`${fault}; nothing was deleted`);

  await rememberDeletion(run, present.map(planned), deletable.map(planned));
  await carryOut(run, deletable);
  return DONE;
}

function deletableOf(
  run: ActiveRun,
  present: readonly ZoneRecord[],
  placeLooks: readonly PlaceLook[],
): ZoneRecord[] {
  if (isShared(run.state.options)) return [];
  const records = deletableRecords({
    present: present.map(planned),
    current: run.certificates.current.records,
    next: run.certificates.next.records,
    chains: presentedChains(placeLooks),
    keep: run.state.options.keep,
  });
  return present.filter((record) => hasRecord(records, planned(record)));
}

/** What senders would find wrong with what is presented, by what is shown now and by what will be left. */
function remainingFault(
  run: ActiveRun,
  looks: readonly NameLook[],
  placeLooks: readonly PlaceLook[],
  present: readonly ZoneRecord[],
  deletable: readonly ZoneRecord[],
): string | null {
  const remaining = present.filter((record) => !deletable.includes(record)).map(planned);
  const sets = new Map<string, PublishedSet[]>();
  for (const [name, shown] of setsShown(looks)) {
    const source = `${run.ports.provider.title} after the deletion`;
    sets.set(name, [...shown, { source, records: dataAt(remaining, name) }]);
  }
  const faults = judgeServed({
    placeLooks,
    sets,
    next: run.certificates.next,
    mayBeUnpublished: false,
    now: run.ports.now(),
  });
  return faults.length === 0 ? null : firstOf(faults.map(({ detail }) => detail));
}

/** Together with those that an interrupted run deleted; a record that is there and needed again is not among them. */
async function rememberDeletion(
  run: ActiveRun,
  present: readonly PlannedRecord[],
  deletable: readonly PlannedRecord[],
): Promise<void> {
  const gone = run.state.toDelete.filter((record) => !hasRecord(present, record));
  await run.save({ toDelete: [...gone, ...deletable] });
}

/** @throws ProviderError */
async function carryOut(run: ActiveRun, deletable: readonly ZoneRecord[]): Promise<void> {
  if (deletable.length === 0) await run.tell('delete', nothingDeletedText(run.state.options));
  for await (const deleted of deleteAll(run.ports.provider, deletable)) {
    const changes = deleted.map(({ record, outcome }) => ({
      text: deletedText(record, outcome),
      isAsked: outcome === 'requested',
    }));
    await run.tellChanges('delete', changes);
  }
}

function nothingDeletedText(options: RolloverOptions): string {
  return isShared(options)
    ? 'nothing was deleted: other hosts may present what the records at --tlsa-name describe; delete those that nobody needs'
    : 'no record has to be deleted';
}

function deletedText({ name, data }: ZoneRecord, outcome: DeleteOutcome): string {
  switch (outcome) {
    case 'deleted':
      return `deleted ${shortData(data)} at ${name}`;
    case 'already-gone':
      return `${shortData(data)} at ${name} is gone already`;
    case 'requested':
      return `asked you to delete ${shortData(data)} at ${name}`;
  }
}
