/**
 * A primary name server that takes DNS UPDATE (RFC 2136) signed with TSIG: BIND, Knot, PowerDNS and others.
 *
 * What its zone holds is asked for like anything else, without a transfer. An answer may have been made from a wildcard
 * (RFC 4592), such as our own `*.do.DOMAIN` for `_25._tcp.do.DOMAIN`; a prerequisite looks at the zone itself.
 */
import { canonicalName, canonicalRecord, sameRecord } from '../canonical-data.js';
import type { AddOutcome, Changed, DeleteOutcome, DnsProvider, TtlOutcome } from '../provider.js';
import { aliasError, ProviderError } from '../provider-error.js';
import { formatServer, type ServerAddress } from '../tools/kdig.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';
import { Primary } from './primary.js';
import type { TsigKey } from './tsig-key.js';
import { addition, deletion, sendUpdate, type UpdateOutcome, type UpdateTarget } from './update.js';

export interface Rfc2136Options {
  readonly server: ServerAddress;
  readonly key: TsigKey;
  readonly timeoutSeconds?: number;
}

const TIMEOUT_SECONDS = 10;
/** Records: a message has at most 65,535 octets, and a record of a whole certificate may have 2,000. */
const IN_MESSAGE = 25;
/** Questions: no more than is fair to a server. */
const ASKED_AT_ONCE = 4;

export class Rfc2136Provider implements DnsProvider {
  readonly name = 'rfc2136';
  readonly title: string;
  private readonly target: UpdateTarget;
  private readonly primary: Primary;

  constructor({ server, key, timeoutSeconds = TIMEOUT_SECONDS }: Rfc2136Options) {
    this.title = formatServer(server);
    this.target = { server, key, timeoutSeconds };
    this.primary = new Primary(server, key, timeoutSeconds);
  }

  async list(name: string, type: RecordType): Promise<readonly ZoneRecord[]> {
    const owner = canonicalName(name);
    const { records, alias } = await this.primary.look(owner, type);
    // An update puts nothing beside an alias (RFC 2136 §3.4.2.2).
    if (alias !== undefined && (await this.hasSet(owner, 'CNAME'))) throw aliasError(owner, alias);
    return records.length > 0 && (await this.hasSet(owner, type)) ? records : [];
  }

  async add(record: ZoneRecord): Promise<AddOutcome> {
    const [change] = await this.addTogether([canonicalRecord(record)]);
    return change?.outcome ?? 'already-there';
  }

  async *addAll(records: readonly ZoneRecord[]): AsyncGenerator<readonly Changed<AddOutcome>[]> {
    for (const some of inGroups(records.map(canonicalRecord), IN_MESSAGE)) yield await this.addTogether(some);
  }

  /** One message for each zone, taken as a whole or not at all. */
  private async addTogether(records: readonly ZoneRecord[]): Promise<readonly Changed<AddOutcome>[]> {
    const present = await this.ofEachSet(records, ({ name, type }) => this.list(name, type));
    const changes = records.map((record): Changed<AddOutcome> => {
      return { record, outcome: holds(present, record) ? 'already-there' : 'added' };
    });
    const missing = changes.flatMap(({ record, outcome }) => (outcome === 'added' ? [record] : []));
    await this.addMissing(missing);
    const found = await this.ofEachSet(missing, async ({ name, type }) => {
      return (await this.primary.look(name, type)).records;
    });
    const lost = missing.find((record) => !holds(found, record));
    if (lost !== undefined) throw this.notReturned(lost);
    return changes;
  }

  private async addMissing(records: readonly ZoneRecord[]): Promise<void> {
    const byZone = new Map<string, string[]>();
    for (const record of records) {
      const zone = await this.primary.zoneOf(record.name);
      byZone.set(zone, [...(byZone.get(zone) ?? []), addition(record)]);
    }
    for (const [zone, commands] of byZone) await sendUpdate(this.target, zone, commands);
  }

  /** What is asked of each set of records of one name and type. */
  private async ofEachSet(
    records: readonly ZoneRecord[],
    ask: (set: ZoneRecord) => Promise<readonly ZoneRecord[]>,
  ): Promise<readonly ZoneRecord[]> {
    const sets = new Map(records.map((record) => [`${record.name} ${record.type}`, record]));
    const found: ZoneRecord[] = [];
    for (const some of inGroups([...sets.values()], ASKED_AT_ONCE)) {
      found.push(...(await Promise.all(some.map(ask))).flat());
    }
    return found;
  }

  private notReturned({ name, type }: ZoneRecord): ProviderError {
    return new ProviderError(
      'refused',
      `${this.title} accepted the update, but does not return the ${type} record at ${name}: does another view answer than the one that takes updates, or is there an alias (CNAME record) or another record that excludes it?`,
    );
  }

  async delete(record: ZoneRecord): Promise<DeleteOutcome> {
    const unwanted = canonicalRecord(record);
    if (!(await this.holds(unwanted))) {
      await this.refuseAnotherView(unwanted);
      return 'already-gone';
    }
    await this.update(unwanted.name, [deletion(unwanted)]);
    return 'deleted';
  }

  /**
   * What is not there may be in another view: the one that takes updates, when a balancer leads questions to another server, or
   * the one that everybody sees.
   */
  private async refuseAnotherView(record: ZoneRecord): Promise<void> {
    const { name, type } = record;
    const { records } = await this.primary.look(name, type);
    if (records.length === 0 && (await this.hasSet(name, type))) {
      throw new ProviderError(
        'refused',
        `${this.title} takes updates of the ${type} records at ${name}, but does not return any: does another view answer than the one that takes updates?`,
      );
    }
    // What a wildcard makes is returned either way.
    if (holds(records, record) || !holds(await this.primary.lookWithoutKey(name, type), record)) return;
    throw new ProviderError(
      'refused',
      `${this.title} returns the ${type} record at ${name} to everybody, but not with the key: it is in another view than the one that the key leads to, and stays there`,
    );
  }

  /** All in one message: the set is never without its records. */
  async setTtl(name: string, type: RecordType, ttl: number): Promise<TtlOutcome> {
    const owner = canonicalName(name);
    const records = await this.list(owner, type);
    if (records.every((record) => record.ttl === ttl)) return 'unchanged';
    const commands = records.map((record) => addition({ ...record, ttl }));
    const outcome = await this.update(owner, [
      `prereq yxrrset ${owner} ${type}`,
      `update delete ${owner} ${type}`,
      ...commands,
    ]);
    return outcome === 'done' ? 'changed' : 'unchanged';
  }

  private async holds(record: ZoneRecord): Promise<boolean> {
    return holds(await this.list(record.name, record.type), record);
  }

  /** In the zone itself, where no wildcard answers. */
  private async hasSet(owner: string, type: RecordType): Promise<boolean> {
    return (await this.update(owner, [`prereq yxrrset ${owner} ${type}`])) === 'done';
  }

  private async update(owner: string, commands: readonly string[]): Promise<UpdateOutcome> {
    return sendUpdate(this.target, await this.primary.zoneOf(owner), commands);
  }
}

function inGroups<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, group) =>
    items.slice(group * size, (group + 1) * size),
  );
}

function holds(records: readonly ZoneRecord[], record: ZoneRecord): boolean {
  return records.some((one) => sameRecord(one, record));
}
