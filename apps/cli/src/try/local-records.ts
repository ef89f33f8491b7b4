/**
 * TLSA look-ups in the generated records.json instead of DNS, so that a simulated sender can check certificates on a
 * machine without a signed zone.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseTlsa, type TlsaRecord } from '#dane';
import { z } from 'zod';

const recordsFile = z.array(z.object({ name: z.string(), type: z.string(), data: z.string() }));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export class LocalRecords {
  constructor(private readonly records: z.infer<typeof recordsFile>) {}

  /** Throws when the zone snippets were not generated yet, or are not what was generated. */
  static async read(zonesDir: string): Promise<LocalRecords> {
    const file = join(zonesDir, 'records.json');
    const text = await readFile(file, 'utf8').catch(() => {
      throw new Error(`${file} is not there yet: run npm run dns first`);
    });
    const records = recordsFile.safeParse(parseJson(text));
    if (!records.success)
      throw new Error(`${file} does not hold what npm run dns writes: run npm run dns again`);
    return new LocalRecords(records.data);
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
