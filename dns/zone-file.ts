/** The snippets in master-file format (RFC 1035 §5.1). Names are absolute, so that it does not matter where they land. */
import { scenarioHost } from '#checks';
import { needsOwnDns, SCENARIOS } from '#scenarios';

import { alignColumns } from './columns.js';
import type { DnsRecord } from './dns-record.js';

export interface ZoneFile {
  readonly name: string;
  readonly content: string;
}

/** base.zone for DOMAIN itself and one file for each scenario that has records and that any name server can serve. */
export function zoneFiles(domain: string, records: readonly DnsRecord[]): ZoneFile[] {
  const base = zoneFile('base', [`${domain}: the page and the API`], domain, ofScenario(records, null));
  const published = SCENARIOS.filter(
    (scenario) => !needsOwnDns(scenario) && ofScenario(records, scenario.id).length > 0,
  );
  const scenarios = published.map((scenario) => {
    const host = scenarioHost(scenario.id, domain);
    const heading = [
      `${host}: ${scenario.title}`,
      scenario.summary,
      `The wildcard answers for the host of every check, TOKEN.${host} (RFC 4592).`,
      ...(scenario.release === null ? [] : RELEASE_RECORD),
    ];
    return zoneFile(scenario.id, heading, domain, ofScenario(records, scenario.id));
  });
  return [base, ...scenarios];
}

const RELEASE_RECORD = [
  'One TLSA record of each name describes a spare key, which no host presents by default: a refused message',
  'is released by presenting it to the retry, for that check alone.',
];

function zoneFile(
  name: string,
  heading: readonly string[],
  domain: string,
  records: readonly DnsRecord[],
): ZoneFile {
  const comments = [
    ...heading,
    '',
    `Paste into the zone that holds ${domain}, or $INCLUDE it there. The zone must be signed`,
    'with DNSSEC: without it no sender looks at TLSA records. Made by `havedane dns`; the next run',
    'overwrites this file.',
    ...(hasAddresses(records) ? [] : ['', NO_ADDRESSES]),
  ];
  const lines = alignColumns(
    records.map(({ name, ttl, type, data }) => [name, String(ttl), 'IN', type, data]),
  );
  const header = comments.map((comment) => `; ${comment}`.trimEnd());
  return { name: `${name}.zone`, content: `${[...header, '', ...lines].join('\n').trimEnd()}\n` };
}

export const NO_ADDRESSES =
  'Address records are left out: set PUBLIC_IPV4, PUBLIC_IPV6 or both, and run this again.';

export function hasAddresses(records: readonly DnsRecord[]): boolean {
  return records.some(({ type }) => type === 'A' || type === 'AAAA');
}

function ofScenario(records: readonly DnsRecord[], scenario: DnsRecord['scenario']): DnsRecord[] {
  return records.filter((record) => record.scenario === scenario);
}
