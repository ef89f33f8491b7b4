/**
 * Simulates mail systems at the hosts of one check, those of DANE or those of MTA-STS. The hosts present what the receiver
 * presents: the certificate that no record matches, and during a release the spare.
 */
import type { Observation, Outage } from '#checks';
import type { ScenarioId } from '#scenarios';

import {
  type Client,
  leaving,
  MINUTE,
  START,
  type Queued,
  type Seen,
  type SimulatedHistory,
  type SimulatedServer,
  SimulatedSystem,
} from './simulated-system.js';

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

const MANNERS = ['quit', 'alert', 'close', 'silent'] as const;

/** So long a connection is kept. */
const KEPT_MS = MINUTE;

/** How a session ends in which nothing is delivered. */
const LOSSES = ['lost', 'tls-failed', 'rejected'] as const;
const CLEAR_LOSSES = ['lost', 'rejected'] as const;

type Way = 'refuse' | 'tls' | 'clear';

interface Server extends SimulatedServer {
  readonly policy: Policy;
  readonly manner: (typeof MANNERS)[number];
  /** Hands over mail for any host on a connection that it has open to another one. */
  readonly isRiding?: boolean;
}

/** A connection that its client keeps open, and what it was shown there. */
interface Kept {
  readonly serverName: string | null;
  readonly certificate: Certificate;
  readonly connectedAt: number;
  /** When the message was queued for which it was opened. */
  readonly queuedAt: number;
}

export interface History extends SimulatedHistory<Server> {
  /** When policies were not served. */
  readonly outages: readonly Outage[];
}

export interface SystemPlan {
  /** One for each server, drawn at random. */
  readonly policies: readonly Policy[];
  readonly maxServers: number;
  /** Whether strangers deliver as well, by servers of their own. */
  readonly strangersDeliver: readonly Policy[];
  /** The hosts that are mailed: those of DANE unless given. */
  readonly hosts?: readonly SimulatedHost[];
  /** Whether policies are not served for some minutes, now and then. */
  readonly hasOutages?: true;
}

const DANE_HOSTS = ['do', 'dont', 'wrong', 'mx-next'] as const satisfies readonly ScenarioId[];
export const POLICY_HOSTS = [
  'sts-good',
  'sts-none',
  'sts-cert',
  'sts-mx',
] as const satisfies readonly ScenarioId[];
export const SIMULATED_HOSTS: readonly string[] = [...DANE_HOSTS, ...POLICY_HOSTS];
type SimulatedHost = (typeof DANE_HOSTS)[number] | (typeof POLICY_HOSTS)[number];

/** @param plan what the servers may be */
export function simulate(seed: number, plan: SystemPlan): History {
  const simulation = new Simulation(seed, plan);
  return { ...simulation.run(), outages: simulation.outages };
}

class Simulation extends SimulatedSystem<Server, SimulatedHost> {
  protected override readonly servers: readonly Server[];
  protected override readonly hosts: readonly SimulatedHost[];
  protected override readonly maxSteps = 400;
  readonly outages: readonly Outage[];
  /** Of each machine and host: until when it remembers that it could not fetch the policy; infinity where it could. */
  private readonly fetched = new Map<string, number>();
  private readonly kept = new Map<Server, Kept>();
  /** What those without DANE send for the name of the host, unless that is what they send. */
  private readonly otherName: string | null;

  constructor(
    seed: number,
    private readonly plan: SystemPlan,
  ) {
    // Where no policy of MTA-STS applies, a clone that enforces policies need not name the host either.
    super(seed, { mayClone: plan.hosts === undefined });
    this.otherName = this.random.pick([null, null, null, 'relay.example.org', 'test']);
    // With fewer hosts, less shows what a sender is.
    this.hosts = plan.hosts ?? (this.random.chance(0.2) ? ['do', 'wrong'] : DANE_HOSTS);
    const size = 1 + this.random.below(plan.maxServers);
    const uniform = this.random.chance(0.5) ? this.random.pick(plan.policies) : null;
    this.servers = Array.from({ length: size }, (_, index) => this.server(index, uniform));
    this.outages = Array.from({ length: plan.hasOutages === true ? 1 + this.random.below(3) : 0 }, () => {
      const from = START + this.random.below(90 * MINUTE) - 30 * MINUTE;
      return { from, until: from + this.random.below(10 * MINUTE) };
    });
  }

  private server(index: number, uniform: Policy | null): Server {
    const policy = uniform ?? this.random.pick(this.plan.policies);
    const isEnforcing = policy.startsWith('dane') || policy === 'both';
    // A clone that takes every certificate and names the host looks like one with DANE.
    const mayName = this.namesHosts && !(this.isCloned && isAccepting(policy));
    return {
      ...this.clientAt(index),
      policy,
      manner: this.random.pick(MANNERS),
      // DANE clients send it (RFC 7672 §8.1).
      sendsServerName: isEnforcing || mayName,
      // Not one that enforces: nothing is verified for the host then.
      isRiding: !isEnforcing && policy !== 'mta-sts' && this.random.chance(0.2),
    };
  }

  protected override lose(server: Server, { host, firstTriedAt }: Queued<SimulatedHost>, at: number): void {
    const way = wayOf(server.policy, host, false, at - firstTriedAt);
    const kind = this.random.pick(way === 'clear' ? CLEAR_LOSSES : LOSSES);
    const end = kind === 'rejected' ? 'quit' : 'client-reset';
    // Who accepts the certificate, or does without, is lost or rejected with its message.
    if (way === 'refuse') this.refuse(server, host, at, { kind, end });
    else
      this.see(server, host, at, {
        kind,
        end,
        certificate: way === 'clear' ? null : 'leaf',
        reached: 'mail',
      });
  }

  protected override session(server: Server, queued: Queued<SimulatedHost>, at: number): boolean {
    const { host, firstTriedAt } = queued;
    if (server.isRiding === true && this.ride(server, queued, at)) return true;
    const hasPolicy = this.hasPolicy(server, host, at);
    const way = (isMatched: boolean): Way =>
      hasPolicy ? wayOf(server.policy, host, isMatched, at - firstTriedAt) : 'tls';
    if (host === 'mx-next') {
      // The next host, which may also be the first that can be reached.
      const isReached = !this.random.chance(0.1);
      if (isReached && this.deliver(server, queued, way(false), at, 'leaf')) return true;
      return this.deliver(server, queued, way(true), at + 20, 'fallback');
    }
    const isSpare = host === 'wrong' && server.sendsServerName && this.isReleased(host, at);
    return this.deliver(server, queued, way(isSpare), at, isSpare ? 'spare' : 'leaf');
  }

  /** Whether a sender that enforces policies has that of the host, as every other one has what it goes by. */
  private hasPolicy({ policy, ...server }: Server, host: SimulatedHost, at: number): boolean {
    const isBound = policy === 'mta-sts' || policy === 'both';
    if (!isBound || this.outages.length === 0 || !host.startsWith('sts-')) return true;
    const key = `${server.name} ${server.address} ${host}`;
    const remembered = this.fetched.get(key) ?? 0;
    if (remembered > at) return remembered === Infinity;
    const isAway = this.outages.some(({ from, until }) => at >= from && at <= until);
    this.fetched.set(key, isAway ? at + this.random.pick([0, 1, 10, 120]) * MINUTE : Infinity);
    if (!isAway) this.note(server, host, at);
    return !isAway;
  }

  /** A fetch, where it is seen. */
  private note(server: Client, scenario: ScenarioId, at: number): void {
    if (this.random.chance(0.3)) return;
    const [tls, attribution] = [{ serverName: `mta-sts.${scenario}.test` }, 'same-client'] as const;
    this.observe(server, at, { scenario, tls, attribution: { attribution } }, { kind: 'policy-fetch' });
  }

  /** Whether it was. */
  private deliver(
    server: Server,
    { host, messageId, firstTriedAt: queuedAt }: Queued<SimulatedHost>,
    way: Way,
    at: number,
    certificate: Certificate,
  ): boolean {
    if (way === 'refuse') this.refuse(server, host, at, { ...leaving(server.manner), certificate });
    else {
      const seen = { kind: 'delivered', end: 'open', messageId, queuedAt } as const;
      const name = server.sendsServerName ? serverName(host, certificate) : this.otherName;
      if (way === 'clear') this.see(server, host, at, { ...seen, certificate: null });
      else this.see(server, host, at, { ...seen, certificate, serverName: name });
      if (way === 'tls' && certificate !== 'fallback')
        this.kept.set(server, { serverName: name, certificate, connectedAt: at, queuedAt });
    }
    return way !== 'refuse';
  }

  /** Whether it had a connection: to one of these hosts, or to that of another check, for a message that waited until it was taken. */
  private ride(server: Server, { host, messageId }: Queued<SimulatedHost>, at: number): boolean {
    const own = this.kept.get(server);
    const isOpen = own !== undefined && at - own.connectedAt <= KEPT_MS;
    if (!this.random.chance(0.5) || (!isOpen && wayOf(server.policy, host, false, 2 * MINUTE) !== 'tls'))
      return false;
    const connectedAt = at - this.random.below(MINUTE);
    const isLate = wayOf(server.policy, host, false, 0) !== 'tls';
    const elsewhere = {
      serverName: server.sendsServerName ? serverName(host, 'leaf').replace(/^t\./, 'u.') : this.otherName,
      ...{ certificate: 'leaf' as const, connectedAt, queuedAt: connectedAt - (isLate ? 2 * MINUTE : 0) },
    };
    const { certificate, ...kept } = isOpen ? own : elsewhere;
    // As the receiver has it (other-host.ts): who named no host was shown the certificate for all.
    const isElsewhere =
      kept.serverName?.endsWith('.test') === true && kept.serverName !== serverName(host, certificate);
    const shown = isElsewhere ? null : certificate;
    const seen = { kind: 'delivered', end: 'open', messageId, ...kept } as const;
    this.see(server, host, at, { ...seen, certificate: shown });
    return true;
  }

  /** Who ends a session before it named a recipient is seen only by the server name. */
  private refuse(server: Server, host: ScenarioId, at: number, seen: SeenHere): void {
    if (server.sendsServerName) this.see(server, host, at, seen);
  }

  protected override visitor(client: SimulatedServer): Server | null {
    const { strangersDeliver: policies } = this.plan;
    if (policies.length === 0 || !this.random.chance(0.3)) return null;
    return { ...client, policy: this.random.pick(policies), manner: this.random.pick(MANNERS) };
  }

  protected override stranger(client: Client, at: number): void {
    const host = this.random.pick(this.hosts);
    this.see(client, host, at, { ...this.strangersDeed(), certificate: 'leaf' });
  }

  private see(client: Client, host: ScenarioId, at: number, seen: SeenHere): void {
    const { kind, certificate = 'leaf', messageId = null, reached = 'nothing' } = seen;
    const to = host.startsWith('sts-') ? `t@${host}.test` : `test@t.${host}.test`;
    // All checks share the hosts that MX records name.
    const isUnnamed = isShared(host) && kind !== 'delivered' && reached === 'nothing';
    const attribution = isUnnamed
      ? ({ attribution: 'same-client', exclusive: true } as const)
      : ({ attribution: 'exact' } as const);
    const {
      serverName: name = certificate === null ? undefined : serverName(host, certificate),
      ...session
    } = seen;
    const tls = name === undefined ? null : { serverName: name };
    const recipient = messageId === null ? null : to;
    this.observe(client, at, { scenario: host, tls, attribution }, { ...session, certificate, recipient });
  }
}

type Certificate = 'leaf' | 'spare' | 'fallback';
interface SeenHere extends Seen {
  /** Null: nothing that is of this host. */
  readonly certificate?: Certificate | null;
  /** In TLS, if not that of the host. */
  readonly serverName?: string | null;
}

/** Whether it delivers over TLS to whatever certificate, at first or some time later. */
function isAccepting(policy: Policy): boolean {
  return !['webpki', 'none', 'webpki-or-clear'].includes(policy);
}

function serverName(host: ScenarioId, certificate: Certificate): string {
  if (!isShared(host)) return `t.${host}.test`;
  return `${certificate === 'fallback' ? 'mx2' : 'mx1'}-${host}.test`;
}

/** Whether it was delivered over a connection to another host, by what the simulation knows. */
export function wasRidden({ kind, scenario, tls }: Observation): boolean {
  const name = tls?.serverName ?? null;
  const own: readonly string[] = (['leaf', 'fallback'] as const).map((certificate) =>
    serverName(scenario, certificate),
  );
  return kind === 'delivered' && name?.endsWith('.test') === true && !own.includes(name);
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
