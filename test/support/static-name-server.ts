/** Knot with zones that stay as they are, unsigned or signed already. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Daemon } from '../lab/daemon.js';
import { runCommand } from '../lab/run-command.js';
import { launchKnot } from './knot-process.js';

export interface StaticNameServerOptions {
  /** Of its own; exists. */
  readonly directory: string;
  readonly address: string;
  readonly port: number;
  /** By name (`.` for the root), in master-file format. */
  readonly zones: Readonly<Record<string, string>>;
}

/** The zone with its SOA record, and `ns.test.` as its name server beside those of the records. */
export function zoneFile(origin: string, records: readonly string[]): string {
  return [
    `$ORIGIN ${origin}`,
    '$TTL 60',
    '@ SOA ns.test. hostmaster.test. 1 3600 600 86400 5',
    '@ NS ns.test.',
    ...records,
    '',
  ].join('\n');
}

/** Starts it and waits until it answers. */
export async function startStaticNameServer(options: StaticNameServerOptions): Promise<Daemon> {
  const { directory, address, port, zones } = options;
  const entries = Object.entries(zones).map(async ([name, text], index) => {
    const file = join(directory, `zone-${index}`);
    await writeFile(file, text);
    return `  - domain: ${name}\n    file: "${file}"\n    zonefile-sync: -1\n    semantic-checks: off\n`;
  });
  const daemon = await launchKnot({
    name: 'Knot DNS',
    directory,
    listen: { address, port },
    clauses: `zone:\n${(await Promise.all(entries)).join('')}`,
  });
  const [zone = '.'] = Object.keys(zones);
  try {
    await daemon.ready(() => answersFor(zone, { address, port }));
    return daemon;
  } catch (error) {
    await daemon.stop();
    throw error;
  }
}

/** True once the server gives the zone's SOA record. */
export async function answersFor(
  zone: string,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<true | undefined> {
  const answer = await runCommand('kdig', [
    ...[`@${address}`, '-p', String(port), zone, 'SOA', '+short', '+timeout=1', '+retry=0'],
  ]).catch(() => '');
  return /^\S+ \S+ \d/m.test(answer) ? true : undefined;
}
