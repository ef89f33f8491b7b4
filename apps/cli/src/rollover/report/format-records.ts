import type { PlannedRecord, RolloverReport } from '#rollover';
import { samePlannedRecord } from '#rollover';

import { printable } from '../../printable.js';
import type { Style } from '../../probe/report/style.js';

type Mark = '=' | '+' | '-';

/** Each record of the rollover once, with what becomes of it. */
export function formatRecords({ records }: RolloverReport, style: Style): string[] {
  const { current, next, toDelete } = records;
  const isAmong = (others: readonly PlannedRecord[], record: PlannedRecord) =>
    others.some((other) => samePlannedRecord(other, record));
  const kept = current.filter((record) => !isAmong(toDelete, record));
  const added = next.filter((record) => !isAmong(current, record));
  const lines = [
    ...kept.map((record) => line('=', record, isAmong(next, record) ? 'stays' : 'in use')),
    ...added.map((record) => line('+', record, 'comes')),
    ...toDelete.map((record) => line('-', record, 'goes at the end')),
  ];
  if (lines.length === 0) return [];
  const paint = { '=': (text: string) => text, '+': style.good, '-': style.bad };
  return [style.strong('TLSA records'), ...lines.map(({ mark, text }) => paint[mark](text))];
}

function line(mark: Mark, { name, data }: PlannedRecord, what: string): { mark: Mark; text: string } {
  return { mark, text: `  ${mark} ${printable(name)}  ${printable(data)}  (${what})` };
}
