/** The record at `_mta-sts.DOMAIN`, which says that there is a policy and which one (RFC 8461 §3.1). */
import { onlyRecord, readFields } from './text-record.js';

export type MtaStsRecord =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly text: string; readonly id: string }
  | { readonly kind: 'invalid'; readonly text: string; readonly detail: string };

export function readMtaStsRecord(texts: readonly string[]): MtaStsRecord {
  const record = onlyRecord(texts, 'STSv1');
  if (record.kind === 'none') return record;
  if (record.kind === 'several') {
    return {
      kind: 'invalid',
      text: record.texts.join('\n'),
      detail: `there are ${record.texts.length} of them`,
    };
  }
  const { text } = record;
  const invalid = (detail: string): MtaStsRecord => ({ kind: 'invalid', text, detail });
  const read = readFields(text);
  if ('fault' in read) return invalid(read.fault);
  const id = read.fields.find(({ key }) => key === 'id')?.value;
  if (id === undefined) return invalid('it has no id');
  if (!/^[a-z0-9]{1,32}$/i.test(id)) return invalid('its id must be 1 to 32 letters and digits');
  return { kind: 'found', text, id };
}
