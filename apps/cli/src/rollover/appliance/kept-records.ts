/**
 * What a rollover of the appliance's keys publishes beside what the generator makes: the next certificate's records before the
 * switch, the last one's after it. As long as they are kept, `havedane dns`, `havedane dns push` and the own name server
 * publish them as well, wherever the zone is.
 */
import { ZoneOverridesError } from '#zones';
import {
  addAll,
  type AddOutcome,
  type Changed,
  deleteAll,
  type DeleteOutcome,
  type DnsProvider,
  listAll,
  type OwnZone,
  type RecordType,
  sameRecord,
  type TtlOutcome,
  type ZoneRecord,
} from '#providers';
import { RolloverError } from '#rollover';

export class KeptRecords {
  constructor(private readonly zone: Pick<OwnZone, 'readOverrides' | 'writeOverrides'>) {}

  /** @throws RolloverError when the file of them cannot be used */
  async keep(records: readonly ZoneRecord[]): Promise<void> {
    const { kept, leftOut } = await this.read();
    const isAmong = (others: readonly ZoneRecord[]) => (record: ZoneRecord) =>
      others.some((other) => sameRecord(other, record));
    const missing = records.filter((record) => !isAmong(kept)(record));
    if (missing.length === 0 && !leftOut.some(isAmong(records))) return;
    await this.zone.writeOverrides({
      kept: [...kept, ...missing],
      leftOut: leftOut.filter((record) => !isAmong(records)(record)),
    });
  }

  /** @throws RolloverError when the file of them cannot be used */
  async letGo(which: (record: ZoneRecord) => boolean): Promise<void> {
    const { kept, leftOut } = await this.read();
    const stays = kept.filter((record) => !which(record));
    if (stays.length < kept.length) await this.zone.writeOverrides({ kept: stays, leftOut });
  }

  private async read() {
    try {
      return await this.zone.readOverrides();
    } catch (error) {
      throw error instanceof ZoneOverridesError ? new RolloverError(error.message) : error;
    }
  }
}

/** A provider whose additions are kept until they are deleted. */
export class KeepingProvider implements DnsProvider {
  constructor(
    private readonly provider: DnsProvider,
    private readonly kept: KeptRecords,
  ) {}

  get name() {
    return this.provider.name;
  }

  get title() {
    return this.provider.title;
  }

  list(name: string, type: RecordType): Promise<readonly ZoneRecord[]> {
    return this.provider.list(name, type);
  }

  listAll(names: readonly string[], type: RecordType): Promise<readonly ZoneRecord[]> {
    return listAll(this.provider, names, type);
  }

  /** Kept first: what is published and not kept, the next push would take away. */
  async add(record: ZoneRecord): Promise<AddOutcome> {
    await this.kept.keep([record]);
    return this.provider.add(record);
  }

  async *addAll(records: readonly ZoneRecord[]): AsyncGenerator<readonly Changed<AddOutcome>[]> {
    await this.kept.keep(records);
    yield* addAll(this.provider, records);
  }

  /** Let go first: what is kept and not published, the next push would publish again. */
  async delete(record: ZoneRecord): Promise<DeleteOutcome> {
    await this.kept.letGo((other) => sameRecord(other, record));
    return this.provider.delete(record);
  }

  async *deleteAll(records: readonly ZoneRecord[]): AsyncGenerator<readonly Changed<DeleteOutcome>[]> {
    await this.kept.letGo((other) => records.some((record) => sameRecord(other, record)));
    yield* deleteAll(this.provider, records);
  }

  setTtl(name: string, type: RecordType, ttl: number): Promise<TtlOutcome> {
    return this.provider.setTtl(name, type, ttl);
  }
}
