import type { ScenarioId } from '#scenarios';

/** One record to publish, as it stands in records.json. */
export interface DnsRecord {
  /** Absolute, with the dot at its end. */
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TLSA' | 'TXT';
  /** Seconds. */
  readonly ttl: number;
  /** In presentation format. */
  readonly data: string;
  /** Null for the records of DOMAIN itself. */
  readonly scenario: ScenarioId | null;
}
