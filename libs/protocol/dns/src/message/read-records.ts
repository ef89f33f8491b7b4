/** The records of a type in an answer, and the aliases on the way to them (RFC 1034 §3.6.2). */
import type dnsPacket from 'dns-packet';

import { detail, type Phrase } from '#text';

import { receivedName } from './domain-name.js';
import { RECORD_READERS, type RecordData, type RecordType } from './record-data.js';

export type RecordsRead<Data> =
  | {
      readonly kind: 'read';
      readonly aliases: readonly string[];
      readonly canonicalName: string;
      readonly records: readonly Data[];
      /** The smallest on the way, in seconds; 0 without records and aliases. */
      readonly ttl: number;
    }
  | { readonly kind: 'malformed'; readonly why: Phrase };

/** Resolvers follow some ten; what is longer keeps them busy. */
const MOST_ALIASES = 16;

/** From the answer section alone. Records that do not belong to the name are ignored. */
export function readRecords<T extends RecordType>(
  answers: readonly dnsPacket.Answer[],
  name: string,
  type: T,
): RecordsRead<RecordData[T]> {
  const reader = RECORD_READERS[type];
  const aliases: string[] = [];
  const ttls: number[] = [];
  for (let owner = name; !aliases.includes(owner);) {
    const here = answers.filter((record) => isAbout(record, owner));
    const found = withTtl(here, reader);
    const [alias, ...others] = withTtl(here, RECORD_READERS.CNAME);
    if (found.length > 0 || alias === undefined) {
      ttls.push(...found.map(({ ttl }) => ttl));
      const ttl = ttls.length === 0 ? 0 : Math.min(...ttls);
      return { kind: 'read', aliases, canonicalName: owner, records: found.map(({ data }) => data), ttl };
    }
    if (others.length > 0) return { kind: 'malformed', why: detail('dns-two-aliases', owner) };
    if (aliases.push(owner) > MOST_ALIASES)
      return { kind: 'malformed', why: detail('dns-many-aliases', MOST_ALIASES, name) };
    ttls.push(alias.ttl);
    owner = alias.data;
  }
  return { kind: 'malformed', why: detail('dns-circular-aliases', name) };
}

interface Found<Data> {
  readonly data: Data;
  readonly ttl: number;
}

function withTtl<Data>(
  records: readonly dnsPacket.Answer[],
  reader: (record: dnsPacket.Answer) => Data | undefined,
): Found<Data>[] {
  return records.flatMap((record) => {
    const data = reader(record);
    return data === undefined ? [] : [{ data, ttl: recordTtl(record) }];
  });
}

function isAbout(record: dnsPacket.Answer, owner: string): boolean {
  if (record.type === 'OPT' || receivedName(record.name) !== owner) return false;
  // dns-packet reads the upper bit of the class as multicast DNS does; here it makes the class another one.
  return record.class === 'IN' && record.flush !== true;
}

/** In seconds; one with the upper bit set counts as zero (RFC 2181 §8). */
export function recordTtl(record: dnsPacket.Answer): number {
  const ttl = record.type === 'OPT' ? 0 : (record.ttl ?? 0);
  return ttl > 0x7fff_ffff ? 0 : ttl;
}
