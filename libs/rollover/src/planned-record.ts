/** A TLSA record that a rollover publishes or takes away. */
export interface PlannedRecord {
  /** Absolute, in lower case, with the dot at its end: `_25._tcp.mail.example.org.` */
  readonly name: string;
  /** In presentation format, as `formatTlsa` writes it. */
  readonly data: string;
}

export function samePlannedRecord(one: PlannedRecord, other: PlannedRecord): boolean {
  return one.name === other.name && one.data === other.data;
}
