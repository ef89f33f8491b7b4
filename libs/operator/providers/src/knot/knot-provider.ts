import { withoutRootDot } from '#text';

/**
 * The appliance's own name server. Its zone is generated from the configuration and the certificates, so a change is one
 * to what stands beside or instead of that: records that are _kept_ whether the generator makes them or not, and records
 * that are _left out_ although it does.
 *
 * What was added is kept until it is deleted, also when the generator makes it at first: so it outlives the change of
 * certificates after which the generator makes others.
 */
import { canonicalRecord } from '../canonical-data.js';
import type { AddOutcome, Changed, DeleteOutcome, DnsProvider, TtlOutcome } from '../provider.js';
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

/** Canonical records, by what makes two of them the same. */
type Records = Map<string, ZoneRecord>;

interface Contents {
  readonly generated: Records;
  readonly kept: Records;
  readonly leftOut: Records;
}

/** A rollover changes hundreds of records: what is done for all of them at once is done with one reading and one writing. */
export class KnotProvider implements DnsProvider {
  readonly name = 'knot';
  readonly title = 'the own name server';

  constructor(private readonly zone: OwnZone) {}

  list(name: string, type: RecordType): Promise<readonly ZoneRecord[]> {
    return this.listAll([name], type);
  }

  async listAll(names: readonly string[], type: RecordType): Promise<readonly ZoneRecord[]> {
    const wanted = new Set(names.map((name) => this.checked({ name, type, ttl: 0, data: '' }).name));
    const contents = await this.read();
    return [...new Map([...contents.generated, ...contents.kept])]
      .filter(([key, record]) => record.type === type && wanted.has(record.name) && holds(contents, key))
      .map(([, record]) => ({ ...record, ttl: this.zone.ttl }));
  }

  add(record: ZoneRecord): Promise<AddOutcome> {
    return this.change((contents) => addTo(contents, this.checked(record)));
  }

  async *addAll(records: readonly ZoneRecord[]): AsyncGenerator<readonly Changed<AddOutcome>[]> {
    yield await this.change((contents) =>
      records.map((record) => ({ record, outcome: addTo(contents, this.checked(record)) })),
    );
  }

  delete(record: ZoneRecord): Promise<DeleteOutcome> {
    return this.change((contents) => deleteFrom(contents, this.checked(record)));
  }

  async *deleteAll(records: readonly ZoneRecord[]): AsyncGenerator<readonly Changed<DeleteOutcome>[]> {
    yield await this.change((contents) =>
      records.map((record) => ({ record, outcome: deleteFrom(contents, this.checked(record)) })),
    );
  }

  async setTtl(_name: string, _type: RecordType, ttl: number): Promise<TtlOutcome> {
    if (ttl === this.zone.ttl) return 'unchanged';
    throw new ProviderError(
      'refused',
      `The own name server gives all records the TTL of DNS_TTL (${this.zone.ttl} s); change that, and run \`havedane dns\``,
    );
  }

  /** What is no longer generated need not be left out: the same key can come back. */
  private async change<Result>(change: (contents: Contents) => Result): Promise<Result> {
    const contents = await this.read();
    const { generated, kept, leftOut } = contents;
    for (const key of leftOut.keys()) if (!generated.has(key)) leftOut.delete(key);
    const result = change(contents);
    await this.zone.writeOverrides({ kept: [...kept.values()], leftOut: [...leftOut.values()] });
    return result;
  }

  private async read(): Promise<Contents> {
    const generated = await this.zone.generated();
    const { kept, leftOut } = await this.zone.readOverrides();
    return { generated: byKey(generated), kept: byKey(kept), leftOut: byKey(leftOut) };
  }

  private checked(record: ZoneRecord): ZoneRecord {
    const bare = withoutRootDot(record.name);
    const { domain } = this.zone;
    if (bare !== domain && !bare.endsWith(`.${domain}`)) {
      throw new ProviderError(
        'unknown-zone',
        `The own name server answers for ${domain} alone, and ${record.name} is not in it`,
      );
    }
    if (record.type === 'CAA')
      throw new ProviderError('refused', 'CAA records of the own name server are set by CAA_ISSUERS');
    return canonicalRecord(record);
  }
}

function keyOf({ name, type, data }: ZoneRecord): string {
  return `${name} ${type} ${data}`;
}

function byKey(records: readonly ZoneRecord[]): Records {
  return new Map(records.map(canonicalRecord).map((record) => [keyOf(record), record]));
}

function holds({ generated, kept, leftOut }: Contents, key: string): boolean {
  return kept.has(key) || (generated.has(key) && !leftOut.has(key));
}

function addTo(contents: Contents, record: ZoneRecord): AddOutcome {
  const key = keyOf(record);
  const outcome = holds(contents, key) ? 'already-there' : 'added';
  if (!contents.kept.has(key)) contents.kept.set(key, record);
  contents.leftOut.delete(key);
  return outcome;
}

function deleteFrom(contents: Contents, record: ZoneRecord): DeleteOutcome {
  const key = keyOf(record);
  const outcome = holds(contents, key) ? 'deleted' : 'already-gone';
  contents.kept.delete(key);
  if (contents.generated.has(key)) contents.leftOut.set(key, record);
  return outcome;
}
