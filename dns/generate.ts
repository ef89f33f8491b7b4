/**
 * Writes what has to be published in DNS: a snippet for each scenario and one for DOMAIN itself, and records.json with
 * all of them. The same configuration and certificates give the same bytes.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type PublicCertificates, readCertificates } from '#certs';
import { SCENARIO_IDS } from '#scenarios';

import type { DnsRecord } from './dns-record.js';
import { NAME_SERVER_DIR } from './name-server.js';
import { dnsRecords, type RecordOptions } from './records.js';
import { writeIfChanged } from './write-files.js';
import { type ZoneFile, zoneFiles } from './zone-file.js';
import { publishedRecords, readZoneOverrides, type ZoneOverrides } from './zone-overrides.js';

export { alignColumns } from './columns.js';
export { formatDelegation, NoKeyError, readZoneKey } from './delegation.js';
export type { DnsRecord } from './dns-record.js';
export { type DnsFault, dnsFault } from './dns-state.js';
export { type DnssecKey, formatDnskey, formatDs, keyTag, parseDnskey } from './dnssec-key.js';
export { type FullZoneOptions, NameServerNameError } from './full-zone.js';
export {
  NAME_SERVER_DIR,
  nameServerFiles,
  type NameServerOptions,
  writeNameServerFiles,
} from './name-server.js';
export { dnsRecords, type RecordOptions, tlsaSets } from './records.js';
export { type GeneratedRecord, NoRecordsError, readGeneratedRecords } from './generated-records.js';
export { formatReport, type ReportOptions } from './report.js';
export { type TlsaChange, tlsaChanges } from './tlsa-changes.js';
export { plannedRecord } from './tlsa-plan.js';
export {
  overridden,
  publishedRecords,
  readZoneOverrides,
  writeZoneOverrides,
  type ZoneOverrides,
  ZoneOverridesError,
} from './zone-overrides.js';

export interface GenerateZonesOptions extends RecordOptions {
  readonly certsDir: string;
  /** Where the files go; made when it does not exist. */
  readonly zonesDir: string;
}

export interface GenerateZonesResult {
  readonly records: readonly DnsRecord[];
  /** The names of the files that were written because their content changed. */
  readonly written: readonly string[];
}

/**
 * The records, without making files.
 *
 * @throws CertificatesError when there are no certificates, or not those of `domain`
 */
export async function generateRecords(options: RecordOptions, certsDir: string): Promise<DnsRecord[]> {
  return dnsRecords(options, await readCertificates(certsDir, options.domain));
}

/**
 * Makes the files in `zonesDir`, with what a rollover keeps in the zone.
 *
 * @throws CertificatesError when there are no certificates, or not those of `domain`; ZoneOverridesError
 */
export async function generateZones(options: GenerateZonesOptions): Promise<GenerateZonesResult> {
  const certificates = await readCertificates(options.certsDir, options.domain);
  const overrides = await readZoneOverrides(join(options.zonesDir, NAME_SERVER_DIR));
  const { records, files } = dnsFiles(options, certificates, overrides);
  const written: string[] = [];
  for (const { name, content } of files) {
    if (await writeIfChanged(options.zonesDir, name, content)) written.push(name);
  }
  // A zone may include the snippets by a pattern: those of scenarios that are not offered any more must not stay.
  const unused = SCENARIO_IDS.map((id) => `${id}.zone`).filter((file) =>
    files.every(({ name }) => name !== file),
  );
  for (const name of unused) await rm(join(options.zonesDir, name), { force: true });
  return { records, written };
}

/** The records and the files that hold them. */
export function dnsFiles(
  options: RecordOptions,
  certificates: PublicCertificates,
  overrides: ZoneOverrides = { kept: [], leftOut: [] },
): { readonly records: readonly DnsRecord[]; readonly files: readonly ZoneFile[] } {
  const records = publishedRecords(dnsRecords(options, certificates), overrides);
  const json = { name: 'records.json', content: `${JSON.stringify(records, null, 2)}\n` };
  return { records, files: [...zoneFiles(options.domain, records), json] };
}
