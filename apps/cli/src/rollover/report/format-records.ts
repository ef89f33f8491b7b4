import { type PlannedRecord, type RolloverReport, type RolloverStep, samePlannedRecord } from '#rollover';

import { printable } from '../../printable.js';
import type { Style } from '../../probe/report/style.js';

interface RecordLine extends PlannedRecord {
  readonly mark: '=' | '+' | '-';
  readonly fate: string;
}

/** By name, each record of the rollover once, with what becomes of it. */
export function formatRecords(report: RolloverReport, style: Style): string[] {
  const lines = recordLines(report);
  if (lines.length === 0) return [];
  const paint = { '=': (text: string) => text, '+': style.good, '-': style.bad };
  const names = [...new Set(lines.map(({ name }) => name))];
  return [
    style.strong('TLSA records'),
    ...names.flatMap((name) => [
      `  ${printable(name)}`,
      ...lines
        .filter((line) => line.name === name)
        .map(
          ({ mark, data, fate }) => `    ${paint[mark](`${mark} ${printable(data)}`)}  ${style.dim(fate)}`,
        ),
    ]),
    ...(report.records.next.length === 0 ? ['  The records of the next key are known when it is made.'] : []),
  ];
}

function recordLines(report: RolloverReport): RecordLine[] {
  const { current, next, toDelete } = report.records;
  const is = (step: RolloverStep) =>
    report.plan.some((entry) => entry.step === step && entry.doneAt !== null);
  const added = next.filter((record) => !isAmong(current, record));
  return [
    ...current
      .filter((record) => !isAmong(toDelete, record))
      .map((record) => line('=', record, isAmong(next, record) ? 'stays' : 'in use')),
    ...added.map((record) => line('+', record, is('publish') ? 'published' : 'to be published')),
    ...toDelete.map((record) => line('-', record, is('delete') ? 'deleted' : 'to be deleted at the end')),
  ];
}

function line(mark: RecordLine['mark'], { name, data }: PlannedRecord, fate: string): RecordLine {
  return { mark, name, data, fate };
}

function isAmong(records: readonly PlannedRecord[], record: PlannedRecord): boolean {
  return records.some((other) => samePlannedRecord(other, record));
}
