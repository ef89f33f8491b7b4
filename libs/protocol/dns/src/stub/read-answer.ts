/** From responses to the answer of a `Resolver`. */
import { because, detail } from '#text';

import { readRecords } from '../message/read-records.js';
import type { RecordData, RecordType } from '../message/record-data.js';
import { RCODE, type Response } from '../message/response.js';
import type { DnsAnswer } from '../resolver.js';

export interface ReadAnswer<Data> {
  readonly answer: DnsAnswer<Data>;
  /** Where to ask on: the server gave aliases, but neither records of their target nor that there are none. */
  readonly unfollowed: { readonly name: string; readonly ttl: number } | undefined;
}

export function readAnswer<T extends RecordType>(
  { answers, authorities, rcode, authenticData }: Response,
  name: string,
  type: T,
): ReadAnswer<RecordData[T]> {
  const read = readRecords(answers, name, type);
  if (read.kind === 'malformed') {
    return {
      answer: { kind: 'failed', ...because(detail('the-resolver', read.why)) },
      unfollowed: undefined,
    };
  }
  const { aliases, canonicalName, records, ttl } = read;
  // AD speaks of the answer as a whole (RFC 4035 §3.2.3).
  const answered = { secure: authenticData, aliases, canonicalName };
  if (records.length > 0) {
    return { answer: { kind: 'found', ...answered, records, ttl }, unfollowed: undefined };
  }
  const nameExists = rcode === RCODE.noError;
  // The absence of records comes with an SOA record (RFC 2308 §2.2).
  const isDenied = !nameExists || authorities.some((record) => record.type === 'SOA');
  return {
    answer: { kind: 'none', ...answered, nameExists },
    unfollowed: aliases.length > 0 && !isDenied ? { name: canonicalName, ttl } : undefined,
  };
}

/** The answer about an alias, from what is said of the alias and of its target: both must be secure (RFC 7672 §2.1.3). */
export function joinedAnswer<Data>(
  alias: DnsAnswer<Data>,
  ttl: number,
  target: DnsAnswer<Data>,
): DnsAnswer<Data> {
  if (alias.kind === 'bogus' || alias.kind === 'failed') return alias;
  if (target.kind === 'bogus' || target.kind === 'failed') return target;
  const joined = {
    secure: alias.secure && target.secure,
    aliases: [...alias.aliases, ...target.aliases],
  };
  if (target.kind === 'none') return { ...target, ...joined };
  return { ...target, ...joined, ttl: Math.min(ttl, target.ttl) };
}
