/**
 * What simulations of mail systems at the hosts of one check share: a system is a pool of servers that share a queue, with
 * strangers around it. Each message is queued for some of the hosts, tried by some server, and retried until it is
 * delivered. Everything follows from one seed.
 */
import {
  endsRelease,
  isControlDelivery,
  isReleased,
  mayOpenRelease,
  type Observation,
  type ReleaseFacts,
  type SessionEvidence,
  type SessionTiming,
  type SystemKnowledge,
} from '#checks';

import { Random } from './random.js';

export const START = 1_790_000_000_000;
export const MINUTE = 60_000;
const RELEASE_AFTER_MS = 3 * MINUTE;
/** A message is tried no more often. */
const LAST_ATTEMPT = 8;

export interface Client {
  readonly address: string;
  readonly name: string;
  /** By how much its clock is ahead, at least if it is a mail server. */
  readonly aheadMs?: number;
  /** Calls itself otherwise in every session. */
  readonly isRenaming?: boolean;
}

export interface SimulatedServer extends Client {
  readonly sendsServerName: boolean;
}

export interface SimulatedHistory<Server> {
  readonly seed: number;
  readonly servers: readonly Server[];
  readonly observations: readonly Observation[];
  /** Who made each of them. */
  readonly makers: ReadonlyMap<Observation, Client>;
  /** Whether our own clock was set meanwhile. */
  readonly isClockSet: boolean;
  readonly systems: SystemKnowledge;
  /** When the release of each scenario opened, as known when everything was over. */
  readonly releasedAt: ReadonlyMap<string, number>;
}

export interface Queued<Host> {
  readonly host: Host;
  readonly messageId: string;
  readonly firstTriedAt: number;
  readonly attempt: number;
}

interface Job {
  readonly at: number;
  readonly run: (at: number) => void;
}

interface Habits {
  /** Whether the server that tried a message first tries it again. */
  readonly isSticky: boolean;
  readonly lossRate: number;
  /** How many of the sessions that are lost never reach us. */
  readonly unseenRate: number;
}

/** Evidence of a session that differs from the usual, and what the observation says of it. */
export interface Seen extends Partial<SessionEvidence> {
  readonly kind: Observation['kind'];
  /** Of a message that was delivered: the first of its session. */
  readonly queuedAt?: number;
  /** Where the connection had been opened before. */
  readonly connectedAt?: number;
}

export abstract class SimulatedSystem<Server extends SimulatedServer, Host> {
  protected readonly random: Random;
  protected readonly observations: Observation[] = [];
  private readonly makers = new Map<Observation, Client>();
  protected abstract readonly servers: readonly Server[];
  /** That are mailed. */
  protected abstract readonly hosts: readonly Host[];
  /** Jobs after which a history is long enough. */
  protected abstract readonly maxSteps: number;
  /** Whether its servers have names under one parent; otherwise only DNS ties them together. */
  protected readonly isAlike: boolean;
  /** Whether these have one name, as the IPv4 and the IPv6 address of one machine do. */
  private readonly isOneName: boolean;
  /** Whether all of them are behind one address, under names of their own unless they are clones. */
  protected readonly isBehindNat: boolean;
  /** Whether they also have one name, as containers do: nothing but the server name in TLS may tell them apart. */
  protected readonly isCloned: boolean;
  private readonly isRenaming: boolean;
  /** How likely somebody deletes a message that was not delivered. */
  private readonly deletionRate: number;
  /** Whether those without DANE send a server name: without one, nobody can say at which check they refused. */
  protected readonly namesHosts: boolean;
  private readonly aheadMs: number;
  /** Of the clock by which the times are read, in milliseconds. */
  private readonly resolution: number;
  /** When it was set, and by how much. */
  private readonly setAt: number;
  private readonly setByMs: number;
  private readonly jobs: Job[] = [];
  private readonly releases = new Map<string, ReleaseFacts>();
  private readonly controlClients = new Set<string>();
  private readonly refusers = new Map<string, Set<string>>();

  constructor(
    private readonly seed: number,
    { mayClone = true }: { readonly mayClone?: boolean } = {},
  ) {
    this.random = new Random(seed);
    this.isAlike = this.random.chance(0.8);
    this.resolution = this.random.chance(0.8) ? 1 : 1_000;
    this.isOneName = this.random.chance(0.2);
    this.isBehindNat = this.random.chance(0.15);
    this.isCloned = this.isBehindNat && mayClone && this.random.chance(0.4);
    this.isRenaming = this.random.chance(0.05);
    this.namesHosts = this.random.chance(0.8);
    this.deletionRate = this.random.pick([0, 0, 0.2]);
    this.aheadMs = this.wrongClock();
    this.setAt = this.random.chance(0.1) ? START + this.random.below(30 * MINUTE) : Infinity;
    this.setByMs = Math.round((this.random.next() - 0.5) * this.random.pick([2, 20, 120]) * MINUTE);
  }

  run(): SimulatedHistory<Server> {
    const isSticky = this.random.chance(0.4);
    const lossRate = this.random.pick([0, 0, 0.1, 0.4]);
    const unseenRate = this.random.pick([0, 0, 0.5]);
    const habits = { isSticky, lossRate, unseenRate };
    this.planMessages((queued, first, at) => this.attempt(queued, first, at, habits));
    this.planStrangers();
    if (this.random.chance(0.4)) this.later(START + this.random.below(60 * MINUTE), (at) => this.request(at));
    for (let steps = 0; this.jobs.length > 0 && steps < this.maxSteps; steps += 1) {
      this.jobs.sort((a, b) => b.at - a.at);
      const job = this.jobs.pop();
      job?.run(job.at);
    }
    return {
      seed: this.seed,
      servers: this.servers,
      observations: this.observations,
      makers: this.makers,
      isClockSet: this.setAt < Infinity,
      systems: !this.isAlike || this.random.chance(0.5) ? this.knowledge() : new Map(),
      releasedAt: new Map(
        [...this.releases].map(([id, { refusedAt, requestedAt }]) => [
          id,
          Math.min(refusedAt + RELEASE_AFTER_MS, requestedAt ?? Infinity),
        ]),
      ),
    };
  }

  /** Before a server tries a host. */
  protected lookUp(_host: Host, _server: Server, _at: number): void {
    return undefined;
  }

  /** A session in which nothing is delivered, whatever the server wants. */
  protected abstract lose(server: Server, queued: Queued<Host>, at: number): void;

  /** Whether the message was delivered. */
  protected abstract session(server: Server, queued: Queued<Host>, at: number): boolean;

  /** Somebody else who delivers as well, by a server of their own; null where nobody may. */
  protected abstract visitor(client: SimulatedServer): Server | null;

  /** Curious people, monitors, probes. */
  protected abstract stranger(client: Client, at: number): void;

  /** Address and name of a server of the pool. */
  protected clientAt(index: number): Client {
    const isOne = this.isBehindNat ? this.isCloned : this.isOneName;
    const number = isOne ? 1 : index + 1;
    return {
      address: `192.0.2.${this.isBehindNat ? 1 : index + 1}`,
      name: this.isAlike || this.isCloned ? `mx${number}.example.net` : `out.provider-${index + 1}.example`,
      aheadMs: this.random.chance(0.8) ? this.aheadMs : this.wrongClock(),
      isRenaming: this.isRenaming,
    };
  }

  private wrongClock(): number {
    const far = (this.random.next() - 0.5) * 120 * MINUTE;
    return this.random.pick([0, 0, 0, 0, 0, -20_000, 25_000, Math.round(far)]);
  }

  /** What somebody who only looks may do once there is a certificate. */
  protected strangersDeed(): Seen {
    const kind = this.random.pick(['refused', 'left', 'rejected', 'lost', 'tls-failed', 'silent'] as const);
    return kind === 'silent' ? leaving('silent') : { kind, end: 'quit' };
  }

  protected isReleased(scenario: string, at: number): boolean {
    const release = this.releases.get(scenario);
    return release !== undefined && isReleased(release, RELEASE_AFTER_MS, at);
  }

  protected idOfNext(): number {
    return this.observations.length + 1;
  }

  /** As the clock of the receiver reads it. */
  protected read(at: number): number {
    const read = at + (at < this.setAt ? 0 : this.setByMs);
    return read - (read % this.resolution);
  }

  /** Notes a session as the receiver does. */
  protected observe(
    client: Client,
    at: number,
    {
      scenario,
      tls,
      attribution,
    }: {
      readonly scenario: Observation['scenario'];
      readonly tls: { readonly serverName: string | null } | null;
      readonly attribution: Pick<Observation, 'attribution' | 'exclusive'>;
    },
    {
      kind,
      certificate = null,
      reached = 'nothing',
      recipient = null,
      queuedAt,
      connectedAt = at,
      ...rest
    }: Seen,
  ): void {
    const { address, name, aheadMs = 0, isRenaming = false } = client;
    const clientName = isRenaming ? `${this.isAlike ? 'mx.' : ''}${this.idOfNext()}.example.net` : name;
    const observation: Observation = {
      ...{ id: this.idOfNext(), at: this.read(at), kind, scenario, clientAddress: address, clientName },
      ...attribution,
      tls: tls === null ? null : { version: 'TLSv1.3', cipher: null, ...tls },
      detail: '',
      evidence: {
        session: `s${this.observations.length}`,
        ...{ clientPort: 1, end: 'quit', alert: null, certificate },
        sinceCertificateMs: certificate === null ? null : 5,
        reached: kind === 'delivered' ? 'data' : reached,
        ...{
          reply: null,
          timing: queuedAt === undefined ? null : timingOf(this.read(connectedAt), queuedAt + aheadMs),
        },
        ...{ mailFrom: recipient === null ? null : 'admin@example.net' },
        ...{ recipient, messageId: null, size: null },
        ...rest,
      },
      query: null,
    };
    this.observations.push(observation);
    this.makers.set(observation, client);
    this.noteRelease(observation);
  }

  private planMessages(attempt: (queued: Queued<Host>, first: Server, at: number) => void): void {
    const messages = 1 + this.random.below(3);
    for (let index = 0; index < messages; index += 1) {
      const sentAt = START + (index === 0 ? 0 : this.random.below(40 * MINUTE));
      const hosts = this.random.chance(0.8) ? this.hosts : this.random.shuffled(this.hosts).slice(0, 2);
      const first = this.random.pick(this.servers);
      for (const host of hosts) {
        const at = sentAt + this.random.below(this.random.chance(0.9) ? 3_000 : 20 * MINUTE);
        const queued = { host, messageId: `<${index}@example.net>`, firstTriedAt: at, attempt: 0 };
        this.later(at, (now) => attempt(queued, first, now));
      }
    }
  }

  private attempt(queued: Queued<Host>, previous: Server, at: number, habits: Habits): void {
    const server = habits.isSticky ? previous : this.random.pick(this.servers);
    this.lookUp(queued.host, server, at);
    if (this.random.chance(habits.lossRate)) {
      if (!this.random.chance(habits.unseenRate)) this.lose(server, queued, at);
    } else if (this.session(server, queued, at)) return;
    if (queued.attempt >= LAST_ATTEMPT || this.random.chance(this.deletionRate)) return;
    // A retry comes after a minute at first, then more and more seldom.
    const delay = (0.5 + this.random.next()) * MINUTE * 2 ** queued.attempt;
    const next = { ...queued, attempt: queued.attempt + 1 };
    this.later(at + Math.round(delay), (now) => this.attempt(next, server, now, habits));
  }

  private planStrangers(): void {
    const visits = this.random.below(6);
    for (let index = 0; index < visits; index += 1) {
      // A laptop may be behind the address of a mail server.
      const client = this.random.chance(0.1)
        ? { address: this.random.pick(this.servers).address, name: 'laptop.example.org' }
        : {
            address: `198.51.100.${1 + this.random.below(4)}`,
            name: this.random.pick(['laptop.example.org', 'probe.example.com', 'mx1.example.net']),
          };
      this.later(START + this.random.below(90 * MINUTE), (at) => this.stranger(client, at));
    }
    const own = { address: '203.0.113.9', name: 'mail.example.com', sendsServerName: true };
    const visitor = this.visitor(own);
    if (visitor === null) return;
    const sentAt = START + this.random.below(60 * MINUTE);
    for (const host of this.hosts) {
      const messageId = '<other@example.com>';
      const queued = { host, messageId, firstTriedAt: sentAt, attempt: LAST_ATTEMPT };
      this.later(sentAt + this.random.below(2_000), (at) => void this.session(visitor, queued, at));
    }
  }

  /** What the store does in the transaction that holds the observation. */
  private noteRelease({ attribution, exclusive: _exclusive, ...observation }: Observation): void {
    const noted = { ...observation, token: attribution === 'exact' ? 't' : null };
    const { scenario, clientAddress } = noted;
    if (isControlDelivery(noted)) this.controlClients.add(clientAddress);
    if (mayOpenRelease(noted))
      this.refusers.set(scenario, (this.refusers.get(scenario) ?? new Set()).add(clientAddress));
    for (const [id, refusers] of this.refusers) {
      if ([...refusers].some((client) => this.controlClients.has(client)) && !this.releases.has(id))
        this.releases.set(id, { refusedAt: noted.at, requestedAt: null, closedAt: null });
    }
    const release = this.releases.get(scenario);
    if (release !== undefined && endsRelease(noted))
      this.releases.set(scenario, { ...release, closedAt: release.closedAt ?? noted.at });
  }

  private request(at: number): void {
    for (const [id, release] of this.releases) this.releases.set(id, { ...release, requestedAt: at });
  }

  private knowledge(): SystemKnowledge {
    const evidence = this.isAlike ? 'forward-confirmed' : 'spf';
    const link = { evidence, domain: 'example.net' } as const;
    return new Map(this.servers.map(({ address, name }) => [address, { reverseName: name, links: [link] }]));
  }

  private later(at: number, run: Job['run']): void {
    this.jobs.push({ at, run });
  }
}

/** How long the message of a delivery had waited when the client connected for it, or for the first one of its session. */
export function waitOf({ evidence }: Observation, { aheadMs = 0 }: Pick<Client, 'aheadMs'>): number {
  const timing = evidence?.timing ?? null;
  return timing === null ? Infinity : timing.connectedAt + aheadMs - (timing.queuedAt ?? 0);
}

/** Whether it had just been queued, and the clock shows it: no retry comes within 30 seconds. */
export function isFirstAttempt(seen: Observation, client: Pick<Client, 'aheadMs'>): boolean {
  return waitOf(seen, client) < MINUTE / 2 && Math.abs(client.aheadMs ?? 0) < MINUTE / 2;
}

/** With a time of the message that has whole seconds, as in its header. */
function timingOf(connectedAt: number, queuedAt: number): SessionTiming {
  const steps = { ehlo: null, startTls: null, clientHello: null, certificate: null, mail: null };
  return { connectedAt, ...steps, queuedAt: queuedAt - (queuedAt % 1_000) };
}

/** How a client that dislikes a certificate leaves: the last two look like a failure, or like a change of mind. */
export type Manner = 'quit' | 'alert' | 'close' | 'silent' | 'reset' | 'rset';

export function leaving(manner: Manner): Seen {
  switch (manner) {
    case 'quit':
      return { kind: 'refused', end: 'quit' };
    case 'alert':
      return { kind: 'refused', end: 'client-alert', alert: 'bad_certificate' };
    case 'close':
      return { kind: 'refused', end: 'client-closed' };
    case 'silent':
      return { kind: 'tls-failed', end: 'client-closed' };
    case 'reset':
      return { kind: 'lost', end: 'client-reset' };
    case 'rset':
      return { kind: 'left', end: 'quit', reached: 'greeted' };
  }
}
