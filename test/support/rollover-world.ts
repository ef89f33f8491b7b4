/**
 * A mail server, its name servers, a DNS provider, a clock, and all senders at once, in memory. A rollover is run against it
 * that may be killed before or after whatever it does; `mismatches` then holds every moment at which a sender would have
 * found something else than it must, whichever name server it asked and however long ago, within the TTL.
 */
import { parseTlsa, verifyDane } from '#dane';
import { type DnsProvider, type ProviderError, type ZoneRecord } from '#providers';
import {
  type CertificateFacts,
  type NameServerView,
  type Endpoint,
  type PlannedRecord,
  type Presented,
  RolloverError,
  type RolloverPorts,
  type ServerView,
} from '#rollover';

import type { TestChain } from './rollover-certificates.js';

export const WORLD_BEGAN = Date.UTC(2026, 4, 1);

/** Stands for kill -9: nothing of the run goes on behind it. */
export class Killed extends Error {}

export interface WorldNameServer {
  readonly name: string;
  /** Which moment's zone it shows at this one. */
  readonly shows: (time: number) => number;
  readonly isSilent?: (time: number) => boolean;
}

export interface WorldAddress {
  readonly address: string;
  /** Loaded anew by a reload, when it is the kind of the file that changes. */
  chains: TestChain[];
  /** Does not follow a reload. */
  isStuck?: boolean;
  isUnreachable?: boolean;
}

export interface WorldOptions {
  readonly places: readonly Endpoint[];
  readonly zone: readonly PlannedRecord[];
  readonly ttl: number;
  readonly nameServers: readonly WorldNameServer[];
  readonly addresses: WorldAddress[];
  /** What the server loads now, and what comes next; more than one are taken in turn, each made when it is prepared. */
  readonly current: TestChain;
  /** What the server has loaded from that file, when it was not loaded since. */
  readonly loaded?: TestChain;
  readonly next: readonly [TestChain, ...TestChain[]];
  readonly recordsOf: (chain: TestChain) => readonly PlannedRecord[];
  readonly provider?: { readonly name?: DnsProvider['name'] };
}

/** What one name server showed at one name, and may be in somebody's cache. */
interface ShownSet {
  readonly server: string;
  readonly name: string;
  readonly records: readonly string[];
  /** Of `verifyDane`, by place and chain. */
  readonly outcomes: Map<string, string>;
  lastShownAt: number;
}

interface ZoneVersion {
  readonly number: number;
  readonly at: number;
  readonly records: readonly PlannedRecord[];
}

/** What is behind, and what is waited for, is a multiple of this. */
const STEP_MS = 10_000;

export class RolloverWorld {
  now = WORLD_BEGAN;
  readonly mismatches: string[] = [];
  /** Everything that was asked of the ports and the journal, in order. */
  readonly calls: string[] = [];
  /** The n-th of these is the last thing that happens in a run: before it has an effect, or after. */
  killAt: { readonly call: number; readonly when: 'before' | 'after' } | null = null;
  installs = 0;
  /** What the reload command fails with, until it is mended. */
  reloadFault: string | null = null;
  providerFault: ProviderError | null = null;
  readonly asked: string[] = [];
  readonly addedTtls: number[] = [];

  private isDead = false;
  private file: TestChain;
  private kept: TestChain | null = null;
  private made = 0;
  private offered: TestChain | null = null;
  private readonly zones: ZoneVersion[];
  private readonly shown = new Map<string, ShownSet>();

  constructor(readonly options: WorldOptions) {
    this.file = options.current;
    this.zones = [{ number: 0, at: -Infinity, records: options.zone }];
    this.look();
  }

  get zone(): readonly PlannedRecord[] {
    return this.zoneAt(this.now).records;
  }

  set zone(records: readonly PlannedRecord[]) {
    this.zones.push({ number: this.zones.length, at: this.now, records });
    this.look();
  }

  get installed(): TestChain {
    return this.file;
  }

  get hasKeptCopy(): boolean {
    return this.kept !== null;
  }

  /** Puts another certificate into the server's file, as somebody would who does not know of the rollover. */
  replaceFile(chain: TestChain): void {
    this.file = chain;
  }

  /** A certificate that was renewed once more: what comes next, unless another one is kept. */
  offer(chain: TestChain): void {
    this.offered = chain;
  }

  /** The next process. */
  revive(): void {
    this.isDead = false;
    this.killAt = null;
  }

  /** Senders connect all the time. */
  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    while (this.now < end) {
      this.now = Math.min(end, this.now + STEP_MS);
      this.look();
    }
  }

  ports(): RolloverPorts {
    return {
      provider: this.provider(),
      certificates: {
        current: () => this.call('current', () => this.facts(this.file)),
        peek: () =>
          this.call('peek', () =>
            this.makesKeys ? null : this.facts(this.kept ?? this.offered ?? this.options.next[0]),
          ),
        prepare: () => this.call('prepare', () => this.facts((this.kept ??= this.makeNext()))),
        install: () => this.install(),
        finish: () => this.call('finish', () => void (this.kept = null)),
      },
      places: this.options.places,
      askNameServers: (name) => this.call(`ask ${name}`, () => this.nameServers(name)),
      connect: (place) =>
        this.call(`connect ${place.host}:${place.port}`, () => {
          const [first, ...others] = this.options.addresses.flatMap((one) => this.presentedBy(one, place));
          return { kind: 'connected', presented: [first!, ...others] };
        }),
      now: () => this.now,
      pause: async (milliseconds) => this.pass(milliseconds),
    };
  }

  /** An effect that a run may be killed before or after; all of it happens at one moment. */
  async call<T>(what: string, effect: () => T): Promise<T> {
    if (this.isDead) throw new Killed();
    const number = this.calls.push(what);
    if (this.killAt?.call === number && this.killAt.when === 'before') this.die();
    const result = effect();
    this.look();
    if (this.killAt?.call === number && this.killAt.when === 'after') this.die();
    return Promise.resolve(result);
  }

  private die(): never {
    this.isDead = true;
    throw new Killed();
  }

  private get makesKeys(): boolean {
    return this.options.next.length > 1;
  }

  private makeNext(): TestChain {
    const { next } = this.options;
    const made = this.offered ?? next[this.made % next.length]!;
    this.made += 1;
    return made;
  }

  /** What was or will be in the file that is rolled over, rather than in another. */
  private get rolled(): readonly TestChain[] {
    const { current, loaded = current, next } = this.options;
    return [current, loaded, ...next, ...(this.offered === null ? [] : [this.offered])];
  }

  private facts(chain: TestChain): CertificateFacts {
    return { chain: chain.chain, records: this.options.recordsOf(chain) };
  }

  /** The file first, then one address after the other: killed in between, some present the old one still. */
  private async install(): Promise<void> {
    const next = await this.call('install', () => {
      this.installs += 1;
      if (this.kept === null) throw new RolloverError('the copy of the next certificate is gone');
      return (this.file = this.kept);
    });
    if (this.reloadFault !== null) throw new RolloverError(this.reloadFault);
    for (const address of this.options.addresses) {
      if (address.isStuck === true) continue;
      await this.call(`reload ${address.address}`, () => {
        const others = address.chains.filter((chain) => !this.rolled.includes(chain));
        address.chains = [...others, next];
      });
    }
  }

  private provider(): DnsProvider {
    const name = this.options.provider?.name ?? 'cloudflare';
    const isManual = name === 'manual';
    return {
      name,
      title: isManual ? 'you, by hand' : 'Cloudflare',
      list: (wanted) =>
        this.call(`list ${wanted}`, () => {
          if (this.providerFault !== null) throw this.providerFault;
          return this.zone.filter((one) => one.name === wanted).map((one) => this.zoneRecord(one));
        }),
      add: (record) =>
        this.call(`add ${record.name} ${record.data}`, () => {
          if (this.providerFault !== null) throw this.providerFault;
          if (this.holds(record)) return 'already-there';
          this.addedTtls.push(record.ttl);
          if (isManual) return this.askFor(`add ${record.data}`);
          this.zone = [...this.zone, { name: record.name, data: record.data }];
          return 'added';
        }),
      delete: (record) =>
        this.call(`delete ${record.name} ${record.data}`, () => {
          if (this.providerFault !== null) throw this.providerFault;
          if (!this.holds(record)) return 'already-gone';
          if (isManual) return this.askFor(`delete ${record.data}`);
          this.zone = this.zone.filter(({ name: at, data }) => at !== record.name || data !== record.data);
          return 'deleted';
        }),
      setTtl: () => Promise.reject(new Error('No rollover changes a TTL')),
    };
  }

  private askFor(what: string): 'requested' {
    this.asked.push(what);
    return 'requested';
  }

  private zoneRecord({ name, data }: PlannedRecord): ZoneRecord {
    return { name, type: 'TLSA', ttl: this.options.ttl, data };
  }

  private holds({ name, data }: PlannedRecord): boolean {
    return this.zone.some((one) => one.name === name && one.data === data);
  }

  private zoneAt(time: number): ZoneVersion {
    const [first] = this.zones;
    return this.zones.findLast(({ at }) => at <= time) ?? first!;
  }

  private recordsAt(server: WorldNameServer, name: string): string[] {
    const { records } = this.zoneAt(server.shows(this.now));
    return records.filter((record) => record.name === name).map(({ data }) => data);
  }

  private nameServers(name: string): NameServerView {
    const [first, ...others] = this.options.nameServers.map((server): ServerView => {
      if (server.isSilent?.(this.now) === true) {
        return { server: server.name, answer: { kind: 'failed', detail: 'does not answer' } };
      }
      const answer = {
        kind: 'answered',
        records: this.recordsAt(server, name),
        ttl: this.options.ttl,
      } as const;
      return { server: server.name, answer };
    });
    return { kind: 'asked', zone: 'example.test.', servers: [first!, ...others] };
  }

  private presentedBy(address: WorldAddress, { port }: Endpoint): Presented[] {
    const where = `${address.address} port ${port}`;
    if (address.isUnreachable === true) {
      return [{ where, offer: 'any', result: { kind: 'failed', detail: 'connection refused' } }];
    }
    return (['any', 'rsa', 'ecdsa'] as const).map((offer) => {
      const chain = address.chains.find(({ kind }) => offer === 'any' || kind === offer)?.chain;
      const result =
        chain === undefined
          ? ({ kind: 'no-such-certificate' } as const)
          : ({ kind: 'presented', chain } as const);
      return { where, offer, result };
    });
  }

  /** Notes what every name server shows now, and lets every sender connect that may have seen it within its TTL. */
  private look(): void {
    for (const server of this.options.nameServers) {
      if (server.isSilent?.(this.now) === true) continue;
      const { number } = this.zoneAt(server.shows(this.now));
      for (const { tlsaName } of this.options.places) {
        const key = `${server.name} ${tlsaName} ${number}`;
        const set = this.shown.get(key) ?? {
          server: server.name,
          name: tlsaName,
          records: this.recordsAt(server, tlsaName),
          outcomes: new Map<string, string>(),
          lastShownAt: this.now,
        };
        set.lastShownAt = this.now;
        this.shown.set(key, set);
      }
    }
    this.letSendersConnect();
  }

  private letSendersConnect(): void {
    const oldest = this.now - this.options.ttl * 1_000;
    for (const set of this.shown.values()) {
      // Without records a sender does no DANE, and takes whatever it finds.
      if (set.lastShownAt < oldest || set.records.length === 0) continue;
      for (const place of this.options.places) if (place.tlsaName === set.name) this.connectWith(set, place);
    }
  }

  private connectWith(set: ShownSet, place: Endpoint): void {
    for (const { address, chains } of this.options.addresses) {
      for (const chain of chains) {
        const outcome = this.outcome(set, place, chain);
        if (outcome === place.expected) continue;
        const seen = set.records.map((data) => data.slice(0, 14)).join(', ');
        const when = (this.now - WORLD_BEGAN) / 1_000;
        this.mismatches.push(
          `${when} s: ${place.host} at ${address} presents ${chain.label}: ${outcome} by ${seen} of ${set.server}`,
        );
      }
    }
  }

  private outcome(set: ShownSet, place: Endpoint, { label, chain }: TestChain): string {
    const key = `${place.host} ${label}`;
    const known = set.outcomes.get(key);
    if (known !== undefined) return known;
    const records = set.records.flatMap((data) => {
      const parsed = parseTlsa(data);
      return parsed.ok ? [parsed.record] : [];
    });
    const { outcome } = verifyDane({ records, chain, referenceNames: [place.host], now: this.now });
    set.outcomes.set(key, outcome);
    return outcome;
  }
}
