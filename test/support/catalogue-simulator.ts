/**
 * Simulates mail systems at all hosts of DANE: senders with the faults of sender-truth.ts, hosts without TLS, several MX
 * hosts and addresses, recipients that are deferred, and DNS queries.
 */
import type { Observation } from '#checks';
import {
  type CertificateId,
  type KnownScenario,
  findCertificate,
  findScenario,
  isReleaseCertificate,
  listenerOf,
  needsOwnAddress,
  measures,
  SCENARIOS as ALL,
  scenariosOfMailing,
} from '#scenarios';

import {
  FAULTS,
  type Fault,
  hostsOf,
  isDane,
  type Mx,
  type Policy,
  type Truth,
  wayAt,
} from './sender-truth.js';
import {
  type Client,
  leaving,
  type Manner,
  type Queued as QueuedAt,
  type Seen,
  type SimulatedHistory,
  type SimulatedServer,
  SimulatedSystem,
} from './simulated-system.js';

const MANNERS: readonly Manner[] = ['quit', 'alert', 'close', 'silent', 'reset', 'rset'];

export interface Sender extends Truth, SimulatedServer {
  readonly manner: Manner;
  /** It sends further messages over a connection that it opened to another host: one of all that share an address. */
  readonly reusesConnections: boolean;
}

export interface Plan {
  readonly policies: readonly Policy[];
  /** How likely one with DANE has faults. */
  readonly faultRate: number;
  readonly maxServers: number;
  /** Somebody else who delivers as well, by a server of their own. */
  readonly strangersDeliver: readonly Policy[];
}

export interface History extends SimulatedHistory<Sender> {
  readonly mailed: readonly KnownScenario[];
}

const SCENARIOS = ALL.filter(measures('dane'));

type Queued = QueuedAt<KnownScenario>;

export function simulate(seed: number, plan: Plan): History {
  return new Simulation(seed, plan).run();
}

class Simulation extends SimulatedSystem<Sender, KnownScenario> {
  protected override readonly servers: readonly Sender[];
  protected override readonly hosts: readonly KnownScenario[];
  protected override readonly maxSteps = 800;
  private readonly seesQueries: boolean;
  /** Whether the addresses mailed have the classic form, so that a session that names no recipient names no check. */
  private readonly isClassic: boolean;
  /** The server and the host where a first attempt was answered with 451. */
  private readonly deferred = new Set<string>();

  constructor(
    seed: number,
    private readonly plan: Plan,
  ) {
    super(seed);
    this.seesQueries = this.random.chance(0.3);
    this.isClassic = this.random.chance(0.1);
    this.hosts = this.mailing();
    const size = 1 + this.random.below(plan.maxServers);
    // What each address did is held against one truth.
    const uniform = this.isBehindNat || this.random.chance(0.5) ? this.truth() : null;
    this.servers = Array.from({ length: size }, (_, index) => {
      const truth = uniform ?? this.truth();
      const manner = this.random.pick(MANNERS);
      // Who verifies each host opens a connection to each.
      const reusesConnections = !isDane(truth) && this.random.chance(0.2);
      const sendsServerName = isDane(truth) || this.namesHosts;
      return { ...truth, ...this.clientAt(index), manner, reusesConnections, sendsServerName };
    });
  }

  override run(): History {
    const history = super.run();
    this.observations.sort((a, b) => a.at - b.at || a.id - b.id);
    return { ...history, mailed: this.hosts };
  }

  /** One of the usual mailings, or a few hosts of any kind. */
  private mailing(): readonly KnownScenario[] {
    const usual = (['quick', 'standard', 'full', 'no-queue'] as const)[this.random.below(8)];
    if (usual !== undefined) return scenariosOfMailing(usual).filter(measures('dane'));
    const some = this.random.shuffled(SCENARIOS).slice(0, 1 + this.random.below(8));
    const base = this.random.chance(0.7) ? ['do'] : [];
    return SCENARIOS.filter((each) => some.includes(each) || base.includes(each.id));
  }

  private truth(): Truth {
    const policy = this.random.pick(this.plan.policies);
    const faults = new Set<Fault>();
    if (policy.startsWith('dane') && this.random.chance(this.plan.faultRate)) {
      const count = this.random.pick([1, 1, 1, 2, 3]);
      for (let index = 0; index < count; index += 1) faults.add(this.random.pick(FAULTS));
    }
    // Whoever lets a policy override DANE does not conform (RFC 8461 §2).
    const habits = this.plan.faultRate > 0 ? (['beside', 'overriding'] as const) : (['beside'] as const);
    const hasPolicies = policy.startsWith('dane') && faults.size === 0 && this.random.chance(0.4);
    return { policy, faults, ...(hasPolicies && { mtaSts: this.random.pick(habits) }) };
  }

  protected override lookUp(scenario: KnownScenario, server: Sender, at: number): void {
    if (this.seesQueries) this.query(scenario, server, at);
  }

  protected override lose(server: Sender, { host: scenario, firstTriedAt }: Queued, at: number): void {
    const mx = hostsOf(scenario)[0] ?? null;
    const way = wayAt(server, scenario, mx, scenario.certificate, at - firstTriedAt);
    if (way === 'absent' || way === 'withhold') return;
    const isTlsGone = listenerOf(scenario).startTls !== 'offered' || listenerOf(scenario).versions === 'old';
    if (way === 'refuse') {
      const kind = this.random.pick(['lost', 'tls-failed'] as const);
      this.see(server, scenario, mx, at, { kind, certificate: scenario.certificate, end: 'client-reset' });
    } else {
      const kind = this.random.pick(['lost', 'rejected'] as const);
      const isClear = way === 'clear' || isTlsGone;
      this.see(server, scenario, mx, at, {
        kind,
        certificate: isClear ? null : scenario.certificate,
        end: kind === 'rejected' ? 'quit' : 'client-reset',
        reached: 'mail',
        reply: kind === 'rejected' ? '452 4.3.1 Later' : null,
      });
    }
  }

  protected override session(server: Sender, queued: Queued, at: number): boolean {
    const { host: scenario } = queued;
    const isSpare = scenario.release !== null && server.sendsServerName && this.isReleased(scenario.id, at);
    const usual: CertificateId = isSpare ? scenario.release : scenario.certificate;
    const targets: { mx: Mx; certificate: CertificateId }[] =
      scenario.fallback !== undefined && scenario.mx === undefined
        ? this.random.shuffled([
            { mx: null, certificate: scenario.certificate },
            { mx: null, certificate: scenario.fallback },
          ])
        : hostsOf(scenario).map((mx) => ({
            mx,
            certificate:
              mx?.isFallback === true && scenario.fallback !== undefined ? scenario.fallback : usual,
          }));
    const from = targets.length > 1 && this.random.chance(0.1) ? 1 : 0;
    const to = server.faults.has('no-next-host') ? from + 1 : targets.length;
    return targets
      .slice(from, to)
      .some(({ mx, certificate }, index) => this.visit(server, queued, mx, certificate, at + index * 20));
  }

  private visit(server: Sender, queued: Queued, mx: Mx, certificate: CertificateId, at: number): boolean {
    const { host: scenario, firstTriedAt } = queued;
    const delivered = {
      kind: 'delivered',
      end: 'open',
      messageId: queued.messageId,
      queuedAt: firstTriedAt,
    } as const;
    const way = wayAt(server, scenario, mx, certificate, at - firstTriedAt);
    const { startTls, versions, requiresTls } = listenerOf(scenario);
    const noHandshake =
      startTls === 'reset' ||
      versions === 'old' ||
      (server.faults.has('no-ecdsa') && findCertificate(certificate).key === 'ecdsa');
    switch (way) {
      case 'absent':
        return false;
      case 'refuse':
        this.refuse(server, scenario, mx, certificate, at);
        return false;
      case 'withhold':
        this.withhold(server, scenario, mx, at, noHandshake);
        return false;
      case 'clear':
        if (noHandshake && server.policy !== 'none') this.withhold(server, scenario, mx, at, true);
        if (requiresTls) {
          this.see(server, scenario, mx, at, {
            kind: 'rejected',
            end: 'quit',
            certificate: null,
            reached: 'mail',
            reply: '530 5.7.0 Must issue a STARTTLS command first',
          });
          return false;
        }
        this.see(server, scenario, mx, at, { ...delivered, certificate: null });
        return true;
      case 'tls': {
        const key = `${server.address} ${scenario.id}`;
        if (scenario.replies === 'defer-first' && !this.deferred.has(key)) {
          this.deferred.add(key);
          this.see(server, scenario, mx, at, {
            kind: 'rejected',
            end: 'quit',
            certificate,
            reached: 'recipient',
            reply: '451 4.7.1 Try again',
          });
          return false;
        }
        const opened = server.reusesConnections ? this.random.pick(this.hosts) : scenario;
        this.see(server, scenario, mx, at, {
          ...delivered,
          ...(opened !== scenario && opened.listener === undefined && opened.mx === undefined
            ? { certificate: opened.certificate, openedTo: opened }
            : { certificate }),
        });
        return true;
      }
    }
  }

  private refuse(
    server: Sender,
    scenario: KnownScenario,
    mx: Mx,
    certificate: CertificateId,
    at: number,
  ): void {
    if (!server.sendsServerName) return;
    this.see(server, scenario, mx, at, { ...leaving(server.manner), certificate });
  }

  private withhold(server: Sender, scenario: KnownScenario, mx: Mx, at: number, noHandshake: boolean): void {
    const { startTls } = listenerOf(scenario);
    if (startTls === 'absent') {
      this.see(server, scenario, mx, at, {
        kind: 'left',
        end: 'quit',
        certificate: null,
        reached: 'greeted',
      });
    } else if (startTls === 'deferred') {
      this.see(server, scenario, mx, at, {
        kind: 'rejected',
        end: 'quit',
        certificate: null,
        reached: 'greeted',
        reply: '454 4.7.0 TLS not available',
      });
    } else if (noHandshake && server.sendsServerName) {
      this.see(server, scenario, mx, at, {
        kind: 'tls-failed',
        end: 'server-closed',
        certificate: null,
        inTls: true,
      });
    }
  }

  protected override visitor(client: SimulatedServer): Sender | null {
    const { strangersDeliver: policies } = this.plan;
    if (policies.length === 0 || !this.random.chance(0.3)) return null;
    const policy = this.random.pick(policies);
    const manner = this.random.pick(MANNERS);
    return { ...client, policy, faults: new Set(), manner, reusesConnections: false };
  }

  protected override stranger(client: Client, at: number): void {
    const scenario = this.random.pick(this.hosts);
    if (listenerOf(scenario).startTls !== 'offered') return;
    const deed = this.strangersDeed();
    // At hosts that all checks share, nothing ties a stranger to the check.
    if (scenario.mx !== undefined || this.isClassic) return;
    const mx = hostsOf(scenario)[0] ?? null;
    this.see(client, scenario, mx, at, { ...deed, certificate: scenario.certificate });
  }

  private query(scenario: KnownScenario, server: Sender, at: number): void {
    const name = `t.${scenario.id}.test`;
    const types = isDane(server) ? ['A', 'TLSA'] : ['A'];
    for (const type of types) {
      this.observations.push({
        id: this.idOfNext(),
        at: this.read(at),
        kind: 'dns-query',
        scenario: scenario.id,
        clientAddress: '192.0.2.53',
        clientName: null,
        attribution: 'exact',
        tls: null,
        detail: '',
        evidence: null,
        query: {
          name: type === 'TLSA' ? `_25._tcp.${name}` : name,
          type,
          dnssecOk: isDane(server),
          transport: 'udp',
          resolverPort: 1,
        },
      });
    }
  }

  private see(
    client: Client,
    scenario: KnownScenario,
    mx: Mx,
    at: number,
    {
      inTls = false,
      openedTo = scenario,
      ...seen
    }: Seen & { readonly inTls?: boolean; readonly openedTo?: KnownScenario },
  ): void {
    const { kind, certificate = null, reached = 'nothing' } = seen;
    const hasRecipient =
      kind === 'delivered' || reached === 'recipient' || reached === 'data' || reached === 'mail';
    const isShared = this.isClassic || scenario.mx !== undefined || needsOwnAddress(scenario);
    const [local, first] = this.isClassic ? ['t', ''] : ['test', 't.'];
    const recipient = hasRecipient ? `${local}@${first}${scenario.id}.test` : null;
    const isToMx = mx !== null && openedTo === scenario;
    const serverName = isToMx ? `${mx.label}-${scenario.id}.test` : `${first}${openedTo.id}.test`;
    const attribution =
      isShared && !hasRecipient
        ? ({ attribution: 'same-client', exclusive: this.random.chance(0.95) } as const)
        : ({ attribution: 'exact' } as const);
    const tls = certificate === null && !inTls ? null : { serverName };
    this.observe(client, at, { scenario: scenario.id, tls, attribution }, { ...seen, recipient });
  }
}

/** A delivery that a standard forbids of every sender with DANE. */
export function isForbidden({ kind, scenario, tls, evidence }: Observation): boolean {
  const found = findScenario(scenario);
  if (found === undefined || kind !== 'delivered') return false;
  if (found.expected !== 'refused' || found.requirement !== 'required') return false;
  // What was presented over a connection to another host says nothing.
  const opened = tls?.serverName?.split('.').map((label) => label.replace(/^mx\d-/, ''));
  if (opened?.includes(found.id) === false) return false;
  if (tls === null) return found.id !== 'mx-none';
  return !isReleaseCertificate(evidence?.certificate);
}
