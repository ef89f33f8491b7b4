/** One record as every provider holds it, whatever its own way to write it down. */
export type RecordType = 'A' | 'AAAA' | 'CAA' | 'CNAME' | 'MX' | 'TLSA' | 'TXT';

export interface ZoneRecord {
  /** Absolute, in lower case, with the dot at its end; a wildcard begins with `*.` and stands for itself alone. */
  readonly name: string;
  readonly type: RecordType;
  /** Seconds. */
  readonly ttl: number;
  /** In presentation format; providers give it as `canonicalData` writes it. */
  readonly data: string;
}
