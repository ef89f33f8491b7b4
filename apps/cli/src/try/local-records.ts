/**
 * TLSA look-ups in the generated records.json instead of DNS, so that a simulated sender can check certificates on a
 * machine without a signed zone.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseTlsa, type TlsaRecord } from '#dane';
import { z } from 'zod';

const recordsFile = z.array(z.object({ name: z.string(), type: z.string(), data: z.string() }));

export class LocalRecords {
  constructor(private readonly records: z.infer<typeof recordsFile>) {}

  /** Throws when the zone snippets were not generated yet. */
  static async read(zonesDir: string): Promise<LocalRecords> {
    const file = join(zonesDir, 'records.json');
    const text = await readFile(file, 'utf8').catch(() => {
      throw new Error(`${file} is not there yet: run npm run dns first`);
    });
    return new LocalRecords(recordsFile.parse(JSON.parse(text)));
  }

  /** The TLSA records for port 25 of a host, a wildcard included (RFC 4592). */
  tlsaOf(host: string): TlsaRecord[] {
    const wildcard = host.replace(/^[^.]+/, '*');
    const owners = [`_25._tcp.${host}`, wildcard];
    return this.records
      .filter(({ name, type }) => type === 'TLSA' && owners.includes(name.replace(/\.$/, '')))
      .flatMap(({ data }) => {
        const parsed = parseTlsa(data);
        return parsed.ok ? [parsed.record] : [];
      });
  }
}
