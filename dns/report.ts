/** The generated records for a person at a terminal: a table, and what to do with it. */
import { RELEASABLE } from '#checks';

import { alignColumns } from './columns.js';
import type { DnsRecord } from './dns-record.js';
import { hasAddresses, NO_ADDRESSES } from './zone-file.js';

export interface ReportOptions {
  readonly domain: string;
  readonly zonesDir: string;
}

/** The whole report, without a line feed at its end. */
export function formatReport({ domain, zonesDir }: ReportOptions, records: readonly DnsRecord[]): string {
  const addresses = hasAddresses(records);
  return [
    recordsTable(records),
    '',
    ...releaseRecords(domain, records),
    '',
    ...(addresses ? [] : [NO_ADDRESSES, '']),
    'What to do with them',
    `  1. Put them into the zone that holds ${domain}: by hand, or from the files in ${zonesDir}`,
    '     (master-file format; records.json has the same for programs).',
    '  2. Sign the zone with DNSSEC and give the DS record to the parent zone. Without it no sender looks at TLSA.',
    '  3. See whether a validating resolver answers with the flag "ad":',
    `       dig +dnssec _25._tcp.do.${domain} TLSA`,
    `       dig +dnssec _25._tcp.anything.wrong.${domain} TLSA`,
  ].join('\n');
}

function releaseRecords(domain: string, records: readonly DnsRecord[]): string[] {
  const published = RELEASABLE.filter((id) => records.some(({ scenario }) => scenario === id));
  const hosts = published.map((id) => `${id}.${domain}`).join(', ');
  return [
    `Senders are to refuse these hosts, so the TLSA records do not authenticate what is presented there: ${hosts}.`,
    'Each has a record of a spare key as well, which is presented when the queued message of a check is released.',
  ];
}

function recordsTable(records: readonly DnsRecord[]): string {
  const rows = records.map(({ name, ttl, type, data }) => [name, String(ttl), type, data]);
  const [header = '', ...lines] = alignColumns([['NAME', 'TTL', 'TYPE', 'DATA'], ...rows]);
  const grouped = lines.flatMap((line, index) => {
    const startsGroup = index > 0 && records[index]?.scenario !== records[index - 1]?.scenario;
    return startsGroup ? ['', line] : [line];
  });
  return [header, ...grouped].join('\n');
}
