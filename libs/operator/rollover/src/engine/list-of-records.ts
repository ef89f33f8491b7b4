import { shortData } from '../short-data.js';
import type { PlannedRecord } from '../planned-record.js';

/** As many as a sentence bears. */
const NAMED = 2;

/** Each by its data and name; or, of many, how many there are. */
export function listOf(records: readonly PlannedRecord[]): string {
  if (records.length <= NAMED)
    return records.map(({ name, data }) => `${shortData(data)} at ${name}`).join(', ');
  const [first = '', ...others] = new Set(records.map(({ name }) => name));
  return `${records.length} records at ${others.length === 0 ? first : `${others.length + 1} names`}`;
}
