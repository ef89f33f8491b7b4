/**
 * TLSA look-ups in the generated records.json instead of DNS, so that a simulated sender can check certificates on a
 * machine without a signed zone.
 */
import { parseTlsa } from '#dane';
import type { TlsaRecord } from '#dns';
import { withoutRootDot } from '#text';
import { type GeneratedRecord, readGeneratedRecords } from '#zones';

export class LocalRecords {
  constructor(private readonly records: readonly GeneratedRecord[]) {}

  /** Throws when the zone snippets were not generated yet, or are not what was generated. */
  static async read(zonesDir: string): Promise<LocalRecords> {
    return new LocalRecords(await readGeneratedRecords(zonesDir));
  }

  /** The TLSA records for port 25 of a host, a wildcard included (RFC 4592). */
  tlsaOf(host: string): TlsaRecord[] {
    const wildcard = host.replace(/^[^.]+/, '*');
    const owners = [`_25._tcp.${host}`, wildcard];
    return this.records
      .filter(({ name, type }) => type === 'TLSA' && owners.includes(withoutRootDot(name)))
      .flatMap(({ data }) => {
        const parsed = parseTlsa(data);
        return parsed.ok ? [parsed.record] : [];
      });
  }
}
