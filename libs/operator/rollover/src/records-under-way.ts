/** Records of rollovers that are under way: right where they are, although nothing that is served matches them. */
import { hasRecord, type PlannedRecord } from './planned-record.js';
import { fileJournal, storedIds } from './state/journal.js';
import type { StoredState } from './state/stored-state.js';

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
