/** The record at `_mta-sts.DOMAIN`, which says that there is a policy and which one (RFC 8461 §3.1). */
import { type InvalidRecord, readTextRecord } from './text-record.js';

export type MtaStsRecord =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly text: string; readonly id: string }
  | InvalidRecord;

export function readMtaStsRecord(texts: readonly string[]): MtaStsRecord {
  const record = readTextRecord(texts, 'STSv1');
  if (record.kind !== 'found') return record;
  const { text, fields } = record;
  const invalid = (detail: string): MtaStsRecord => ({ kind: 'invalid', text, detail });
  const id = fields.find(({ key }) => key === 'id')?.value;
  if (id === undefined) return invalid('it has no id');
  if (!/^[a-z0-9]{1,32}$/i.test(id)) return invalid('its id must be 1 to 32 letters and digits');
  return { kind: 'found', text, id };
}
