import type { ProbeTarget } from '#probe';
import { type RecordUnderWay, utc } from '#rollover';

import type { TargetSnapshot } from './judge-target.js';
import type { Alert } from './watch-state.js';

/** Says of notes about such records whom they belong to. */
export function explainRecords(
  look: TargetSnapshot,
  { hosts }: ProbeTarget,
  records: readonly RecordUnderWay[],
): TargetSnapshot {
  const notes = look.notes.map((note) => {
    const host = hosts.find(({ name, port }) => note.subject === `${name}:${port}`);
    const record = records.find(
      ({ name, data }) => `${host?.tlsa.name}.` === name && note.text.includes(`“${data}”`),
    );
    return note.code === 'tlsa-record-unmatched' && record !== undefined ? explained(note, record) : note;
  });
  return { ...look, notes };
}

function explained(note: Alert, { id, data, role, since }: RecordUnderWay): Alert {
  const rollover = `the rollover of ${id} that is under way since ${utc(since)}`;
  const text =
    role === 'next'
      ? `The TLSA record “${data}” is for the next key in ${rollover}: nothing that is served matches it yet.`
      : `The TLSA record “${data}” is for the last key in ${rollover}: it is deleted at its end.`;
  return { ...note, text, advice: 'Leave it there: `havedane rollover status` says what comes and when.' };
}
