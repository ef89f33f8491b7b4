/**
 * What has to change at a provider so that it holds our records: the difference between what should be there and what
 * is, as far as it is ours.
 *
 * Ours are the names that we have records at, and there the types that we make; address and TLSA records also when we
 * make none any more, since they would still lead senders somewhere. A TXT record is ours when it has the version tag of
 * one that we make at its name (`v=TLSRPTv1`): two of them count as none (RFC 8460 §3). All else is left alone.
 */
import { canonicalRecord, sameRecord, textOf } from '../canonical-data.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';

/** All records of one name and type; they have one TTL (RFC 2181 §5.2). */
export interface RecordSet {
  readonly name: string;
  readonly type: RecordType;
}

export interface TtlChange extends RecordSet {
  readonly from: number;
  readonly ttl: number;
}

export interface PublicationPlan {
  readonly added: readonly ZoneRecord[];
  readonly retimed: readonly TtlChange[];
  readonly removed: readonly ZoneRecord[];
  /**
   * TLSA records that we make no more, but that have to stay beside those added now, until every cache holds both and the
   * server presents the new certificate (RFC 7671 §8.1).
   */
  readonly deferred: readonly ZoneRecord[];
  readonly unchanged: readonly ZoneRecord[];
}

const LEADS_SENDERS: readonly RecordType[] = ['A', 'AAAA', 'TLSA'];

/** What has to be read from the provider to plan for these records. */
export function recordSets(wanted: readonly ZoneRecord[]): RecordSet[] {
  const names = [...new Set(wanted.map(({ name }) => name))];
  return names.flatMap((name) => {
    const made = wanted.filter((record) => record.name === name).map(({ type }) => type);
    // Names of services, such as _25._tcp.mail, are no hosts.
    const others = name.startsWith('_') ? [] : LEADS_SENDERS;
    return [...new Set([...made, ...others])].map((type) => ({ name, type }));
  });
}

/** `present` is what the provider holds in the record sets of `wanted`. */
export function planPublication(
  wantedRecords: readonly ZoneRecord[],
  presentRecords: readonly ZoneRecord[],
): PublicationPlan {
  const wanted = wantedRecords.map(canonicalRecord);
  const present = presentRecords.map(canonicalRecord);
  const added = wanted.filter((record) => !holds(present, record));
  const surplus = present.filter((record) => !holds(wanted, record) && isOurs(record, wanted));
  const mustStay = (record: ZoneRecord) =>
    record.type === 'TLSA' && added.some(({ type, name }) => type === 'TLSA' && name === record.name);
  return {
    added,
    retimed: ttlChanges(wanted, present),
    removed: surplus.filter((record) => !mustStay(record)),
    deferred: surplus.filter(mustStay),
    unchanged: wanted.filter((record) => holds(present, record)),
  };
}

export function isEmptyPlan({ added, retimed, removed }: PublicationPlan): boolean {
  return added.length + retimed.length + removed.length === 0;
}

/** Whether nothing of a plan is left to do by what is planned anew: what was put off may be there still. */
export function isCarriedOut({ deferred }: PublicationPlan, left: PublicationPlan): boolean {
  return (
    left.added.length + left.retimed.length === 0 && left.removed.every((record) => holds(deferred, record))
  );
}

/** A set that also holds records of others keeps its TTL. */
function ttlChanges(wanted: readonly ZoneRecord[], present: readonly ZoneRecord[]): TtlChange[] {
  return recordSets(wanted).flatMap(({ name, type }) => {
    const inSet = (record: ZoneRecord) => record.name === name && record.type === type;
    const ttl = wanted.find(inSet)?.ttl;
    const other = present.filter(inSet).find((record) => record.ttl !== ttl);
    const isShared = present.filter(inSet).some((record) => !isOurs(record, wanted));
    return ttl === undefined || other === undefined || isShared ? [] : [{ name, type, from: other.ttl, ttl }];
  });
}

function isOurs(record: ZoneRecord, wanted: readonly ZoneRecord[]): boolean {
  if (LEADS_SENDERS.includes(record.type) || holds(wanted, record)) return true;
  const tag = versionTag(record);
  return tag !== undefined && wanted.some((made) => made.name === record.name && versionTag(made) === tag);
}

function versionTag({ type, data }: ZoneRecord): string | undefined {
  return type === 'TXT' ? /^v=[^;\s]+/.exec(textOf(data))?.[0].toLowerCase() : undefined;
}

function holds(records: readonly ZoneRecord[], record: ZoneRecord): boolean {
  return records.some((other) => sameRecord(other, record));
}
