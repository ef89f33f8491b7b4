/** Writes what the appliance's own name server is run with (dns/name-server.sh). */
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { childZones } from './child-zones.js';
import type { DnsRecord } from './dns-record.js';
import { childZoneTexts, fullZone, type FullZoneOptions } from './full-zone.js';
import { childZoneFile, knotConfiguration, ZONE_FILE } from './knot-config.js';
import { phaseLines } from './phased-records.js';
import { writeIfChanged } from './write-files.js';
import type { ZoneFile } from './zone-file.js';
import { overridden, readZoneOverrides, type ZoneOverrides } from './zone-overrides.js';

export interface NameServerOptions extends FullZoneOptions {
  readonly hosts: readonly string[];
  readonly port: number;
  readonly rateLimit: number;
  readonly dnstapSocket: string | undefined;
  /** Where the name server keeps its keys and what it serves. */
  readonly dir: string;
}

/** Below the directory of the snippets, which may be included by a pattern. */
export const NAME_SERVER_DIR = 'knot';
const CONFIGURATION = 'knot.conf';

/**
 * Makes the files in `zonesDir`/knot and gives the names of those that changed. Without a public address there can be
 * no name server: then there are no files.
 *
 * @throws NameServerNameError, ZoneOverridesError
 */
export async function writeNameServerFiles(
  options: NameServerOptions,
  records: readonly DnsRecord[],
  zonesDir: string,
): Promise<string[]> {
  const dir = join(zonesDir, NAME_SERVER_DIR);
  if (options.publicIpv4 === undefined && options.publicIpv6 === undefined) {
    for (const name of await zoneFilesIn(dir)) await rm(join(dir, name), { force: true });
    await rm(join(dir, CONFIGURATION), { force: true });
    return [];
  }
  const written: string[] = [];
  const overrides = await readZoneOverrides(dir);
  const files = nameServerFiles({ ...options, dir: resolve(options.dir) }, records, overrides);
  for (const { name, content } of files) {
    if (await writeIfChanged(dir, name, content)) written.push(`${NAME_SERVER_DIR}/${name}`);
  }
  const stale = (await zoneFilesIn(dir)).filter((found) => !files.some(({ name }) => name === found));
  for (const name of stale) await rm(join(dir, name), { force: true });
  return written;
}

/** @throws NameServerNameError */
export function nameServerFiles(
  options: NameServerOptions,
  records: readonly DnsRecord[],
  overrides: ZoneOverrides = { kept: [], leftOut: [] },
): ZoneFile[] {
  const published = overridden(records, overrides);
  const children = childZones(options.domain, records);
  return [
    {
      name: ZONE_FILE,
      content: fullZone(options, published, children) + phaseLines(options.domain, records),
    },
    ...[...childZoneTexts(options, published, children)].map(([apex, content]) => ({
      ...{ name: childZoneFile({ apex }), content },
    })),
    { name: CONFIGURATION, content: knotConfiguration({ ...options, children }) },
  ];
}

/** Also those of an earlier catalogue or another DOMAIN. */
async function zoneFilesIn(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch(() => []);
  return names.filter((name) => name === ZONE_FILE || name.endsWith('.zone'));
}
