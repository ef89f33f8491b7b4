/** Records that match nothing that is served, and are right where they are: a rollover that is under way here needs them. */
import type { ProbeTarget } from '#probe';

import { utc } from '../engine/utc.js';
import { hasRecord, type PlannedRecord } from '../planned-record.js';
import { fileJournal, storedIds } from '../state/journal.js';
import type { StoredState } from '../state/stored-state.js';
import type { TargetLook } from './judge-target.js';
import type { Trouble } from './trouble.js';

export interface RecordUnderWay extends PlannedRecord {
  /** Of the rollover. */
  readonly id: string;
  readonly role: 'next' | 'last';
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Of every rollover of the directory. A file that cannot be read is told of by `havedane rollover`, and hides no other. */
export async function recordsUnderWay(stateDir: string): Promise<readonly RecordUnderWay[]> {
  const ids = await storedIds(stateDir).catch(() => []);
  const states = await Promise.all(
    ids.map((id) =>
      fileJournal(stateDir, id)
        .read()
        .catch(() => null),
    ),
  );
  return states.flatMap((state) => (state === null ? [] : recordsOf(state)));
}

function recordsOf({ id, certificates, finishedAt, steps }: StoredState): RecordUnderWay[] {
  if (certificates === null || finishedAt !== null) return [];
  const [current, next] = [certificates.current.records, certificates.next.records];
  const about = { id, since: steps.prepare.begunAt ?? 0 };
  return [
    ...next
      .filter((record) => !hasRecord(current, record))
      .map((record) => ({ ...record, ...about, role: 'next' as const })),
    ...current
      .filter((record) => !hasRecord(next, record))
      .map((record) => ({ ...record, ...about, role: 'last' as const })),
  ];
}

/** Says of notes about such records whom they belong to. */
export function explainRecords(
  look: TargetLook,
  { hosts }: ProbeTarget,
  records: readonly RecordUnderWay[],
): TargetLook {
  const notes = look.notes.map((note) => {
    const host = hosts.find(({ name, port }) => note.subject === `${name}:${port}`);
    const record = records.find(
      ({ name, data }) => `${host?.tlsa.name}.` === name && note.text.includes(`“${data}”`),
    );
    return note.code === 'tlsa-record-unmatched' && record !== undefined ? explained(note, record) : note;
  });
  return { ...look, notes };
}

function explained(note: Trouble, { id, data, role, since }: RecordUnderWay): Trouble {
  const rollover = `the rollover of ${id} that is under way since ${utc(since)}`;
  const text =
    role === 'next'
      ? `The TLSA record “${data}” is for the next key in ${rollover}: nothing that is served matches it yet.`
      : `The TLSA record “${data}” is for the last key in ${rollover}: it is deleted at its end.`;
  return { ...note, text, advice: 'Leave it there: `havedane rollover status` says what comes and when.' };
}
