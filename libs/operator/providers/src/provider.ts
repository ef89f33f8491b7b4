/**
 * Where the records of a zone are kept and changed: a DNS provider, seen through the four things that publishing and a
 * TLSA rollover need.
 *
 * Every change can be repeated: what is there already counts as added, what is gone already as deleted. A change that
 * was made is not yet visible: the caller looks at the name servers and waits. `requested` says that a person was asked
 * to make it, so that the caller's look decides.
 *
 * Each method rejects with a ProviderError when the provider cannot or will not do it.
 */
import type { RecordType, ZoneRecord } from './zone-record.js';

export type ProviderName = 'cloudflare' | 'rfc2136' | 'knot' | 'manual';

export type AddOutcome = 'added' | 'already-there' | 'requested';

export type DeleteOutcome = 'deleted' | 'already-gone' | 'requested';

export type TtlOutcome = 'changed' | 'unchanged' | 'requested';

export interface Changed<Outcome> {
  readonly record: ZoneRecord;
  readonly outcome: Outcome;
}

export interface DnsProvider {
  readonly name: ProviderName;
  /** Who is spoken to, for messages, such as `Cloudflare` or `the name server 192.0.2.53`. */
  readonly title: string;

  /** The records of exactly this name and type as the zone holds them: aliases and wildcards are not followed. */
  list(name: string, type: RecordType): Promise<readonly ZoneRecord[]>;

  /**
   * Adds this record beside all others of its name. `already-there`: a record with the same data is there, with
   * whatever TTL.
   */
  add(record: ZoneRecord): Promise<AddOutcome>;

  /** Deletes the record with this name, type and data, whatever its TTL, and no other. */
  delete(record: ZoneRecord): Promise<DeleteOutcome>;

  /** Gives this TTL to all records of this name and type, which can have one only (RFC 2181 §5.2). */
  setTtl(name: string, type: RecordType, ttl: number): Promise<TtlOutcome>;

  /**
   * As `list`, `add` and `delete` of each in turn, where that would read and write the whole zone for each of them. What was
   * changed together is given together. Called through many-records.ts.
   */
  listAll?(names: readonly string[], type: RecordType): Promise<readonly ZoneRecord[]>;
  addAll?(records: readonly ZoneRecord[]): AsyncIterable<readonly Changed<AddOutcome>[]>;
  deleteAll?(records: readonly ZoneRecord[]): AsyncIterable<readonly Changed<DeleteOutcome>[]>;
}
