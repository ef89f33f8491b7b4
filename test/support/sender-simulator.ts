/**
 * Simulates mail systems at the hosts of one check, with strangers around them. A system is a pool of servers that share a
 * queue; each message is queued for some of the hosts, tried by some server, and retried until it is delivered. The hosts
 * present what the receiver presents: the certificate that no record matches, and during a release the spare. Everything
 * follows from one seed.
 */
import {
  endsRelease,
  isControlDelivery,
  isReleased,
  mayOpenRelease,
  type Observation,
  type ObservationKind,
  type ReleaseFacts,
  type SessionEnd,
  type SessionStage,
  type SystemKnowledge,
} from '#checks';
import type { ScenarioId } from '#scenarios';

export const POLICIES = [
  /** DANE, cleartext or unverified TLS where there is none. */
  'dane',
  /** DANE or nothing. */
  'dane-only',
  /** TLS without verification. */
  'may',
  'none',
  /** A certificate of a public authority or nothing. */
  'webpki',
  /** Tries to verify by public authorities, and sends without verification some time later. */
  'webpki-first',
  /** Tries TLS, and sends in the clear some time later where the certificate is not a public one. */
  'webpki-or-clear',
  /** As `webpki-first`, and sends without verification to the next host as soon as the first one did not verify. */
  'webpki-next',
  /** MTA-STS, and unverified TLS where there is no policy. */
  'mta-sts',
  /** DANE, and MTA-STS where there is none. */
  'both',
] as const;
export type Policy = (typeof POLICIES)[number];

/** How a client that dislikes a certificate leaves. */
const MANNERS = ['quit', 'alert', 'close', 'silent'] as const;
type Manner = (typeof MANNERS)[number];

/** How a session ends in which nothing is delivered. */
const LOSSES = ['lost', 'tls-failed', 'rejected'] as const;
const CLEAR_LOSSES = ['lost', 'rejected'] as const;

type Way = 'refuse' | 'tls' | 'clear';

interface SimulatedServer {
  readonly address: string;
  readonly name: string;
  readonly policy: Policy;
  readonly manner: Manner;
  readonly sendsServerName: boolean;
}

export interface SystemPlan {
  /** One for each server, drawn at random. */
  readonly policies: readonly Policy[];
  readonly maxServers: number;
  /** Whether strangers deliver as well, by servers of their own. */
  readonly strangersDeliver: readonly Policy[];
  /** The hosts that are mailed: those of DANE unless given. */
  readonly hosts?: readonly SimulatedHost[];
}

export interface History {
  readonly seed: number;
  readonly servers: readonly SimulatedServer[];
  readonly observations: readonly Observation[];
  readonly systems: SystemKnowledge;
  /** The release of `wrong` when everything was over. */
  readonly releasedAt: ReadonlyMap<string, number>;
}

const START = 1_790_000_000_000;
const MINUTE = 60_000;
const RELEASE_AFTER_MS = 3 * MINUTE;
const DANE_HOSTS = ['do', 'dont', 'wrong', 'mx-next'] as const satisfies readonly ScenarioId[];
export const POLICY_HOSTS = [
  'sts-good',
  'sts-none',
  'sts-cert',
  'sts-mx',
] as const satisfies readonly ScenarioId[];
type SimulatedHost = (typeof DANE_HOSTS)[number] | (typeof POLICY_HOSTS)[number];

/** @param plan what the servers may be */
export function simulate(seed: number, plan: SystemPlan): History {
  return new Simulation(seed, plan).run();
}

/** Mulberry32: small, and the same on every machine. */
export class Random {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new Error('there is nothing to pick from');
    return picked;
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, order: this.next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item);
  }
}

interface Job {
  readonly at: number;
  readonly run: (at: number) => void;
}

interface Queued {
  readonly host: SimulatedHost;
  readonly messageId: string;
  readonly firstTriedAt: number;
  readonly attempt: number;
}

class Simulation {
  private readonly random: Random;
  private readonly jobs: Job[] = [];
  private readonly observations: Observation[] = [];
  private readonly servers: readonly SimulatedServer[];
  private readonly hosts: readonly SimulatedHost[];
  private readonly isSticky: boolean;
  private readonly lossRate: number;
  /** Whether its servers have names under one parent; otherwise only DNS ties them together. */
  private readonly isAlike: boolean;
  /** Whether those without DANE send a server name: without one, nobody can say at which check they refused. */
  private readonly namesHosts: boolean;
  /** Of the clock by which the times are read, in milliseconds. */
  private readonly resolution: number;
  private release: ReleaseFacts | null = null;
  private readonly controlClients = new Set<string>();
  private readonly refusers = new Set<string>();

  constructor(
    private readonly seed: number,
    private readonly plan: SystemPlan,
  ) {
    this.random = new Random(seed);
    this.hosts = plan.hosts ?? DANE_HOSTS;
    this.isAlike = this.random.chance(0.8);
    this.namesHosts = this.random.chance(0.8);
    this.resolution = this.random.chance(0.8) ? 1 : 1_000;
    const size = 1 + this.random.below(plan.maxServers);
    const uniform = this.random.chance(0.5) ? this.random.pick(plan.policies) : null;
    this.servers = Array.from({ length: size }, (_, index) => this.server(index, uniform));
    this.isSticky = this.random.chance(0.4);
    this.lossRate = this.random.pick([0, 0, 0.1, 0.4]);
  }

  run(): History {
    this.planMessages();
    this.planStrangers();
    if (this.random.chance(0.4)) this.later(START + this.random.below(60 * MINUTE), (at) => this.request(at));
    for (let steps = 0; this.jobs.length > 0 && steps < 400; steps += 1) {
      this.jobs.sort((a, b) => b.at - a.at);
      const job = this.jobs.pop();
      job?.run(job.at);
    }
    return {
      seed: this.seed,
      servers: this.servers,
      observations: this.observations,
      systems: !this.isAlike || this.random.chance(0.5) ? this.knowledge() : new Map(),
      releasedAt: this.openedAt(),
    };
  }

  private server(index: number, uniform: Policy | null): SimulatedServer {
    const policy = uniform ?? this.random.pick(this.plan.policies);
    return {
      address: `192.0.2.${index + 1}`,
      name: this.isAlike ? `mx${index + 1}.example.net` : `out.provider-${index + 1}.example`,
      policy,
      manner: this.random.pick(MANNERS),
      // DANE clients send it (RFC 7672 §8.1).
      sendsServerName: policy.startsWith('dane') || policy === 'both' || this.namesHosts,
    };
  }

  private planMessages(): void {
    const messages = 1 + this.random.below(3);
    for (let index = 0; index < messages; index += 1) {
      const sentAt = START + (index === 0 ? 0 : this.random.below(40 * MINUTE));
      const hosts = this.random.chance(0.8) ? this.hosts : this.random.shuffled(this.hosts).slice(0, 2);
      const first = this.random.pick(this.servers);
      for (const host of hosts) {
        const at = sentAt + this.random.below(this.random.chance(0.9) ? 3_000 : 20 * MINUTE);
        const queued = { host, messageId: `<${index}@example.net>`, firstTriedAt: at, attempt: 0 };
        this.later(at, (now) => this.attempt(queued, first, now));
      }
    }
  }

  /** A retry comes after a minute at first, then more and more seldom. */
  private retry(queued: Queued, server: SimulatedServer, at: number): void {
    if (queued.attempt >= 8) return;
    const delay = (0.5 + this.random.next()) * MINUTE * 2 ** queued.attempt;
    this.later(at + Math.round(delay), (now) =>
      this.attempt({ ...queued, attempt: queued.attempt + 1 }, server, now),
    );
  }

  private attempt(queued: Queued, previous: SimulatedServer, at: number): void {
    const server = this.isSticky ? previous : this.random.pick(this.servers);
    if (this.random.chance(this.lossRate)) {
      const way = wayOf(server.policy, queued.host, false, at - queued.firstTriedAt);
      const kind = this.random.pick(way === 'clear' ? CLEAR_LOSSES : LOSSES);
      const end = kind === 'rejected' ? 'quit' : 'client-reset';
      // Who accepts the certificate, or does without, is lost or rejected with its message.
      if (way === 'refuse') this.refuse(server, queued.host, at, { kind, end });
      else {
        const certificate = way === 'clear' ? null : 'leaf';
        this.see(server, queued.host, at, { kind, end, certificate, reached: 'mail' });
      }
      return this.retry(queued, server, at);
    }
    if (this.session(server, queued, at) === 'refused') this.retry(queued, server, at);
  }

  private session(server: SimulatedServer, { host, messageId, firstTriedAt }: Queued, at: number) {
    if (host === 'mx-next' && !this.random.chance(0.1)) {
      const first = this.deliver(
        server,
        { host, messageId },
        wayOf(server.policy, host, false, at - firstTriedAt),
        at,
        'leaf',
      );
      if (first === 'delivered') return first;
    }
    if (host === 'mx-next') {
      // The next host, which may also be the first that can be reached.
      const way = wayOf(server.policy, host, true, at - firstTriedAt);
      return this.deliver(server, { host, messageId }, way, at + 20, 'fallback');
    }
    const isSpare =
      host === 'wrong' &&
      server.sendsServerName &&
      this.release !== null &&
      isReleased(this.release, RELEASE_AFTER_MS, at);
    const way = wayOf(server.policy, host, isSpare, at - firstTriedAt);
    return this.deliver(server, { host, messageId }, way, at, isSpare ? 'spare' : 'leaf');
  }

  private deliver(
    server: SimulatedServer,
    { host, messageId }: Pick<Queued, 'host' | 'messageId'>,
    way: Way,
    at: number,
    certificate: Certificate,
  ) {
    if (way === 'refuse') {
      this.refuse(server, host, at, { ...leaving(server.manner), certificate });
      return 'refused';
    }
    const seen = { kind: 'delivered', end: 'open', messageId } as const;
    if (way === 'clear') this.see(server, host, at, { ...seen, certificate: null });
    else this.see(server, host, at, { ...seen, certificate });
    return 'delivered';
  }

  /** Who ends a session before it named a recipient is seen only by the server name. */
  private refuse(
    server: SimulatedServer,
    host: ScenarioId,
    at: number,
    seen: Parameters<Simulation['see']>[3],
  ): void {
    if (server.sendsServerName) this.see(server, host, at, seen);
  }

  /** Curious people, monitors, probes; and somebody who tests the check's addresses from a server of their own. */
  private planStrangers(): void {
    const visits = this.random.below(6);
    for (let index = 0; index < visits; index += 1) {
      const address = `198.51.100.${1 + this.random.below(4)}`;
      const name = this.random.pick(['laptop.example.org', 'probe.example.com', 'mx1.example.net']);
      const visit = { address, name };
      this.later(START + this.random.below(90 * MINUTE), (at) => this.stranger(visit, at));
    }
    if (this.plan.strangersDeliver.length === 0 || !this.random.chance(0.3)) return;
    const visitor: SimulatedServer = {
      ...{ address: '203.0.113.9', name: 'mail.example.com', sendsServerName: true },
      policy: this.random.pick(this.plan.strangersDeliver),
      manner: this.random.pick(MANNERS),
    };
    const sentAt = START + this.random.below(60 * MINUTE);
    for (const host of this.hosts) {
      const queued = { host, messageId: '<other@example.com>', firstTriedAt: sentAt, attempt: 8 };
      this.later(sentAt + this.random.below(2_000), (at) => void this.session(visitor, queued, at));
    }
  }

  private stranger(visit: Pick<SimulatedServer, 'address' | 'name'>, at: number): void {
    const host = this.random.pick(this.hosts);
    const kind = this.random.pick(['refused', 'left', 'rejected', 'lost', 'tls-failed', 'silent'] as const);
    const seen = kind === 'silent' ? leaving('silent') : { kind, end: 'quit' as const };
    this.see(visit, host, at, { ...seen, certificate: 'leaf' });
  }

  private see(
    client: Pick<SimulatedServer, 'address' | 'name'>,
    host: ScenarioId,
    at: number,
    seen: {
      readonly kind: ObservationKind;
      readonly end: SessionEnd;
      readonly certificate?: Certificate | null;
      readonly messageId?: string;
      readonly alert?: string;
      readonly reached?: SessionStage;
    },
  ): void {
    const { kind, end, certificate = 'leaf', messageId = null, alert = null, reached = 'nothing' } = seen;
    const observation: Observation = {
      id: this.observations.length + 1,
      at: at - (at % this.resolution),
      kind,
      scenario: host,
      clientAddress: client.address,
      clientName: client.name,
      // All checks share the hosts that MX records name.
      ...(isShared(host) && kind !== 'delivered' && reached === 'nothing'
        ? ({ attribution: 'same-client', exclusive: true } as const)
        : ({ attribution: 'exact' } as const)),
      tls:
        certificate === null
          ? null
          : { version: 'TLSv1.3', cipher: null, serverName: serverName(host, certificate) },
      detail: '',
      evidence: {
        session: `s${this.observations.length}`,
        clientPort: 1,
        end,
        alert,
        certificate,
        sinceCertificateMs: 5,
        reached: kind === 'delivered' ? 'data' : reached,
        reply: null,
        timing: null,
        mailFrom: messageId === null ? null : 'admin@example.net',
        recipient:
          messageId === null ? null : host.startsWith('sts-') ? `t@${host}.test` : `test@t.${host}.test`,
        messageId,
        size: null,
      },
      query: null,
    };
    this.observations.push(observation);
    this.noteRelease(observation);
  }

  /** What the store does in the transaction that holds the observation. */
  private noteRelease({
    attribution: _attribution,
    exclusive: _exclusive,
    ...observation
  }: Observation): void {
    const noted = { ...observation, token: 't' };
    if (isControlDelivery(noted)) this.controlClients.add(noted.clientAddress);
    if (mayOpenRelease(noted)) this.refusers.add(noted.clientAddress);
    const isOpened = [...this.refusers].some((client) => this.controlClients.has(client));
    if (isOpened) this.release ??= { refusedAt: noted.at, requestedAt: null, closedAt: null };
    if (this.release !== null && endsRelease(noted)) {
      this.release = { ...this.release, closedAt: this.release.closedAt ?? noted.at };
    }
  }

  private request(at: number): void {
    if (this.release !== null) this.release = { ...this.release, requestedAt: at };
  }

  private openedAt(): ReadonlyMap<string, number> {
    if (this.release === null) return new Map();
    const { refusedAt, requestedAt } = this.release;
    return new Map([['wrong', Math.min(refusedAt + RELEASE_AFTER_MS, requestedAt ?? Infinity)]]);
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

type Certificate = 'leaf' | 'spare' | 'fallback';

function serverName(host: ScenarioId, certificate: Certificate): string {
  if (!isShared(host)) return `t.${host}.test`;
  return `${certificate === 'fallback' ? 'mx2' : 'mx1'}-${host}.test`;
}

function isShared(host: ScenarioId): boolean {
  return host === 'mx-next' || host.startsWith('sts-');
}

/** Likewise at one without TLSA records, whose certificate is trusted at `sts-good` and `sts-mx`. */
function wayAtPolicy(policy: Policy, host: ScenarioId, triedForMs: number): Way {
  const isTrusted = host === 'sts-good' || host === 'sts-mx';
  const lets = isTrusted || triedForMs >= MINUTE;
  switch (policy) {
    case 'mta-sts':
    case 'both':
      return host === 'sts-good' || host === 'sts-none' ? 'tls' : 'refuse';
    case 'dane-only':
      return 'refuse';
    case 'dane':
    case 'may':
      return 'tls';
    case 'none':
      return 'clear';
    case 'webpki':
      return isTrusted ? 'tls' : 'refuse';
    case 'webpki-first':
    case 'webpki-next':
      return lets ? 'tls' : 'refuse';
    case 'webpki-or-clear':
      return isTrusted ? 'tls' : lets ? 'clear' : 'refuse';
  }
}

/** What a server with that policy does at a host, that long after it first tried. */
function wayOf(policy: Policy, host: ScenarioId, isSpare: boolean, triedForMs: number): Way {
  return host.startsWith('sts-')
    ? wayAtPolicy(policy, host, triedForMs)
    : wayAtRecords(policy, host, isSpare, triedForMs);
}

function wayAtRecords(policy: Policy, host: ScenarioId, isSpare: boolean, triedForMs: number): Way {
  const isMatched = host === 'do' || isSpare;
  switch (policy) {
    case 'dane':
    case 'both':
      return host === 'dont' || isMatched ? 'tls' : 'refuse';
    case 'dane-only':
      return isMatched ? 'tls' : 'refuse';
    case 'may':
    case 'mta-sts':
      return 'tls';
    case 'none':
      return 'clear';
    case 'webpki':
      return 'refuse';
    case 'webpki-first':
      return triedForMs < MINUTE ? 'refuse' : 'tls';
    case 'webpki-or-clear':
      return triedForMs < MINUTE ? 'refuse' : 'clear';
    case 'webpki-next':
      return triedForMs < MINUTE && !(host === 'mx-next' && isSpare) ? 'refuse' : 'tls';
  }
}

function leaving(manner: Manner) {
  switch (manner) {
    case 'quit':
      return { kind: 'refused', end: 'quit' } as const;
    case 'alert':
      return { kind: 'refused', end: 'client-alert', alert: 'bad_certificate' } as const;
    case 'close':
      return { kind: 'refused', end: 'client-closed' } as const;
    case 'silent':
      return { kind: 'tls-failed', end: 'client-closed' } as const;
  }
}
