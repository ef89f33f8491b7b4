/** The record at `_smtp._tls.DOMAIN`, which asks for reports about TLS (RFC 8460 §3). */
import { type InvalidRecord, readTextRecord } from '#dns';
import { because, detail, type Phrase } from '#text';

export type TlsRptRecord =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly text: string; readonly addresses: readonly string[] }
  | InvalidRecord;

export function readTlsRptRecord(texts: readonly string[]): TlsRptRecord {
  const record = readTextRecord(texts, 'TLSRPTv1');
  if (record.kind !== 'found') return record;
  const { text, fields } = record;
  const invalid = (why: Phrase): TlsRptRecord => ({ kind: 'invalid', text, ...because(why) });
  const all = fields.flatMap(({ key, value }) => (key === 'rua' ? [value] : []));
  if (all.length === 0) return invalid(detail('record-no-rua'));
  const addresses = all.flatMap((rua) => rua.split(',')).map((address) => address.trim());
  const bad = addresses.find((address) => !isReportAddress(address));
  if (bad !== undefined) return invalid(detail('record-bad-rua', bad.slice(0, 255)));
  return { kind: 'found', text, addresses };
}

/** RFC 8460 §3: a comma or an exclamation mark within a URI must be written in percent encoding. */
function isReportAddress(address: string): boolean {
  if (address.includes('!') || !URL.canParse(address)) return false;
  const { protocol, pathname, hostname } = new URL(address);
  if (protocol === 'mailto:') return /^[^@\s]+@[^@\s]+$/.test(pathname);
  return protocol === 'https:' && hostname !== '';
}
