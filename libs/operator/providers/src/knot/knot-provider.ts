import { withoutRootDot } from '#text';

/**
 * The appliance's own name server. Its zone is generated from the configuration and the certificates, so a change is one
 * to what stands beside or instead of that: records that are _kept_ whether the generator makes them or not, and records
 * that are _left out_ although it does.
 *
 * What was added is kept until it is deleted, also when the generator makes it at first: so it outlives the change of
 * certificates after which the generator makes others.
 */
import { canonicalRecord, sameRecord } from '../canonical-data.js';
import type { AddOutcome, DeleteOutcome, DnsProvider, TtlOutcome } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';

export interface ZoneOverrides {
  readonly kept: readonly ZoneRecord[];
  readonly leftOut: readonly ZoneRecord[];
}

export interface OwnZone {
  /** Without a dot at its end. */
  readonly domain: string;
  /** The TTL of all its records, in seconds. */
  readonly ttl: number;
  /** What the generator makes by itself from the present configuration and certificates. */
  readonly generated: () => Promise<readonly ZoneRecord[]>;
  readonly readOverrides: () => Promise<ZoneOverrides>;
  /** Stores them and writes the zone anew; the name server takes it over within seconds. */
  readonly writeOverrides: (overrides: ZoneOverrides) => Promise<void>;
}

export class KnotProvider implements DnsProvider {
  readonly name = 'knot';
  readonly title = 'the own name server';

  constructor(private readonly zone: OwnZone) {}

  async list(name: string, type: RecordType): Promise<readonly ZoneRecord[]> {
    const wanted = canonicalRecord({ name, type, ttl: 0, data: '' });
    const { present } = await this.read(wanted);
    return present.filter((record) => record.name === wanted.name && record.type === type);
  }

  async add(record: ZoneRecord): Promise<AddOutcome> {
    const { generated, overrides, present } = await this.read(record);
    const { kept, leftOut } = overrides;
    const missing = kept.some((other) => sameRecord(other, record)) ? [] : [canonicalRecord(record)];
    await this.zone.writeOverrides({
      kept: [...kept, ...missing],
      leftOut: without(leftOut, record).filter((other) => holds(generated, other)),
    });
    return holds(present, record) ? 'already-there' : 'added';
  }

  async delete(record: ZoneRecord): Promise<DeleteOutcome> {
    const { generated, overrides, present } = await this.read(record);
    const leftOut = overrides.leftOut.filter((other) => holds(generated, other));
    const made = holds(generated, record) && !holds(leftOut, record) ? [canonicalRecord(record)] : [];
    await this.zone.writeOverrides({
      kept: without(overrides.kept, record),
      leftOut: [...leftOut, ...made],
    });
    return holds(present, record) ? 'deleted' : 'already-gone';
  }

  async setTtl(_name: string, _type: RecordType, ttl: number): Promise<TtlOutcome> {
    if (ttl === this.zone.ttl) return 'unchanged';
    throw new ProviderError(
      'refused',
      `The own name server gives all records the TTL of DNS_TTL (${this.zone.ttl} s); change that, and run \`havedane dns\``,
    );
  }

  private async read({ name, type }: ZoneRecord) {
    const bare = withoutRootDot(name);
    const { domain, ttl } = this.zone;
    if (bare !== domain && !bare.endsWith(`.${domain}`)) {
      throw new ProviderError(
        'unknown-zone',
        `The own name server answers for ${domain} alone, and ${name} is not in it`,
      );
    }
    if (type === 'CAA')
      throw new ProviderError('refused', 'CAA records of the own name server are set by CAA_ISSUERS');
    const generated = (await this.zone.generated()).map(canonicalRecord);
    const overrides = await this.zone.readOverrides();
    const stays = generated.filter((record) => !holds(overrides.leftOut, record));
    const besides = overrides.kept.filter((record) => !holds(stays, record));
    const present = [...stays, ...besides].map((record) => ({ ...canonicalRecord(record), ttl }));
    return { generated, overrides, present };
  }
}

function holds(records: readonly ZoneRecord[], record: ZoneRecord): boolean {
  return records.some((other) => sameRecord(other, record));
}

function without(records: readonly ZoneRecord[], record: ZoneRecord): ZoneRecord[] {
  return records.filter((other) => !sameRecord(other, record));
}
