/** From a response to the answer of #dane's `Resolver`. */
import type { DnsAnswer } from '#dane';

import { readRecords } from '../message/read-records.js';
import type { RecordData, RecordType } from '../message/record-data.js';
import { RCODE, type Response } from '../message/response.js';

export function readAnswer<T extends RecordType>(
  { answers, rcode, authenticData }: Response,
  name: string,
  type: T,
): DnsAnswer<RecordData[T]> {
  const read = readRecords(answers, name, type);
  if (read.kind === 'malformed') return { kind: 'failed', detail: `the resolver ${read.detail}` };
  const { aliases, canonicalName, records, ttl } = read;
  // AD speaks of the answer as a whole (RFC 4035 §3.2.3).
  const answered = { secure: authenticData, aliases, canonicalName };
  if (records.length > 0) return { kind: 'found', ...answered, records, ttl };
  return { kind: 'none', ...answered, nameExists: rcode === RCODE.noError };
}
