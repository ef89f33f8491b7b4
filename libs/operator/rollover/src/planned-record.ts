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

export function hasRecord(records: readonly PlannedRecord[], record: PlannedRecord): boolean {
  return records.some((other) => samePlannedRecord(other, record));
}

/** All of them in their order, each once. */
export function unionOf(...sets: readonly (readonly PlannedRecord[])[]): PlannedRecord[] {
  const all: PlannedRecord[] = [];
  for (const record of sets.flat()) if (!hasRecord(all, record)) all.push(record);
  return all;
}

export function sameRecords(one: readonly PlannedRecord[], other: readonly PlannedRecord[]): boolean {
  return one.every((record) => hasRecord(other, record)) && other.every((record) => hasRecord(one, record));
}

/** The data of the records at a name. */
export function dataAt(records: readonly PlannedRecord[], name: string): string[] {
  return records.filter((record) => record.name === name).map(({ data }) => data);
}
