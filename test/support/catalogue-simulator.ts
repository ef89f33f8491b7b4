/**
 * As sender-simulator.ts, at all hosts of DANE: senders with the faults of sender-truth.ts, hosts without TLS, several MX hosts
 * and addresses, recipients that are deferred, and DNS queries. Everything follows from one seed.
 */
import {
  endsRelease,
  isControlDelivery,
  isReleased,
  mayOpenRelease,
  type Observation,
  type ReleaseFacts,
  type SessionEvidence,
  type SystemKnowledge,
} from '#checks';
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

import { Random } from './sender-simulator.js';
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

/** How a client that dislikes a certificate leaves: two of them look like a failure, or like a change of mind. */
const MANNERS = ['quit', 'alert', 'close', 'silent', 'reset', 'rset'] as const;
type Manner = (typeof MANNERS)[number];

export interface Sender extends Truth {
  readonly address: string;
  readonly name: string;
  readonly manner: Manner;
  readonly sendsServerName: boolean;
}

export interface Plan {
  readonly policies: readonly Policy[];
  /** How likely one with DANE has faults. */
  readonly faultRate: number;
  readonly maxServers: number;
  /** Somebody else who delivers as well, by a server of their own. */
  readonly strangersDeliver: readonly Policy[];
}

export interface History {
  readonly seed: number;
  readonly servers: readonly Sender[];
  readonly mailed: readonly KnownScenario[];
  readonly observations: readonly Observation[];
  readonly systems: SystemKnowledge;
  /** When the releases opened, as known when everything was over. */
  readonly releasedAt: ReadonlyMap<string, number>;
}

const SCENARIOS = ALL.filter(measures('dane'));
const START = 1_790_000_000_000;
const MINUTE = 60_000;
const RELEASE_AFTER_MS = 3 * MINUTE;

interface Job {
  readonly at: number;
  readonly run: (at: number) => void;
}
interface Queued {
  readonly scenario: KnownScenario;
  readonly messageId: string;
  readonly firstTriedAt: number;
  readonly attempt: number;
}

export function simulate(seed: number, plan: Plan): History {
  return new Simulation(seed, plan).run();
}

class Simulation {
  private readonly random: Random;
  private readonly jobs: Job[] = [];
  private readonly observations: Observation[] = [];
  private readonly servers: readonly Sender[];
  private readonly mailed: readonly KnownScenario[];
  /** Whether the server that tried a message first tries it again. */
  private readonly isSticky: boolean;
  private readonly lossRate: number;
  /** Whether its servers have names under one parent; otherwise only DNS ties them together. */
  private readonly isAlike: boolean;
  /** Whether those without DANE send a server name. */
  private readonly namesHosts: boolean;
  /** Of the clock by which the times are read, in milliseconds. */
  private readonly resolution: number;
  private readonly seesQueries: boolean;
  private readonly releases = new Map<string, ReleaseFacts>();
  private readonly controlClients = new Set<string>();
  private readonly refusers = new Map<string, Set<string>>();
  /** The server and the host where a first attempt was answered with 451. */
  private readonly deferred = new Set<string>();

  constructor(
    private readonly seed: number,
    private readonly plan: Plan,
  ) {
    this.random = new Random(seed);
    this.isAlike = this.random.chance(0.8);
    this.namesHosts = this.random.chance(0.8);
    this.resolution = this.random.chance(0.8) ? 1 : 1_000;
    this.seesQueries = this.random.chance(0.3);
    this.mailed = this.mailing();
    const size = 1 + this.random.below(plan.maxServers);
    const uniform = this.random.chance(0.5) ? this.truth() : null;
    this.servers = Array.from({ length: size }, (_, index) => ({
      ...(uniform ?? this.truth()),
      address: `192.0.2.${index + 1}`,
      name: this.isAlike ? `mx${index + 1}.example.net` : `out.provider-${index + 1}.example`,
      manner: this.random.pick(MANNERS),
      sendsServerName: true,
    })).map((server) => ({ ...server, sendsServerName: isDane(server) || this.namesHosts }));
    this.isSticky = this.random.chance(0.4);
    this.lossRate = this.random.pick([0, 0, 0.1, 0.4]);
  }

  run(): History {
    this.planMessages();
    this.planStrangers();
    if (this.random.chance(0.4)) this.later(START + this.random.below(60 * MINUTE), (at) => this.request(at));
    for (let steps = 0; this.jobs.length > 0 && steps < 800; steps += 1) {
      this.jobs.sort((a, b) => b.at - a.at);
      const job = this.jobs.pop();
      job?.run(job.at);
    }
    this.observations.sort((a, b) => a.at - b.at || a.id - b.id);
    return {
      seed: this.seed,
      servers: this.servers,
      mailed: this.mailed,
      observations: this.observations,
      systems: !this.isAlike || this.random.chance(0.5) ? this.knowledge() : new Map(),
      releasedAt: new Map(
        [...this.releases].map(([id, { refusedAt, requestedAt }]) => [
          id,
          Math.min(refusedAt + RELEASE_AFTER_MS, requestedAt ?? Infinity),
        ]),
      ),
    };
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
    return { policy, faults };
  }

  private planMessages(): void {
    const messages = 1 + this.random.below(3);
    for (let index = 0; index < messages; index += 1) {
      const sentAt = START + (index === 0 ? 0 : this.random.below(40 * MINUTE));
      const scenarios = this.random.chance(0.8) ? this.mailed : this.random.shuffled(this.mailed).slice(0, 2);
      const first = this.random.pick(this.servers);
      for (const scenario of scenarios) {
        const at = sentAt + this.random.below(this.random.chance(0.9) ? 3_000 : 20 * MINUTE);
        const queued = { scenario, messageId: `<${index}@example.net>`, firstTriedAt: at, attempt: 0 };
        this.later(at, (now) => this.attempt(queued, first, now));
      }
    }
  }

  private retry(queued: Queued, server: Sender, at: number): void {
    if (queued.attempt >= 8) return;
    const delay = (0.5 + this.random.next()) * MINUTE * 2 ** queued.attempt;
    this.later(at + Math.round(delay), (now) =>
      this.attempt({ ...queued, attempt: queued.attempt + 1 }, server, now),
    );
  }

  private attempt(queued: Queued, previous: Sender, at: number): void {
    const server = this.isSticky ? previous : this.random.pick(this.servers);
    if (this.seesQueries) this.query(queued.scenario, server, at);
    if (this.random.chance(this.lossRate)) {
      this.lose(server, queued, at);
      return this.retry(queued, server, at);
    }
    if (!this.session(server, queued, at)) this.retry(queued, server, at);
  }

  private lose(server: Sender, { scenario, firstTriedAt }: Queued, at: number): void {
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

  /** Whether the message was delivered. */
  private session(server: Sender, queued: Queued, at: number): boolean {
    const { scenario } = queued;
    const release = this.releases.get(scenario.id);
    const isSpare =
      scenario.release !== null &&
      server.sendsServerName &&
      release !== undefined &&
      isReleased(release, RELEASE_AFTER_MS, at);
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
    const { scenario, messageId, firstTriedAt } = queued;
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
        this.see(server, scenario, mx, at, { kind: 'delivered', end: 'open', certificate: null, messageId });
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
        this.see(server, scenario, mx, at, { kind: 'delivered', end: 'open', certificate, messageId });
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

  private planStrangers(): void {
    const visits = this.random.below(6);
    for (let index = 0; index < visits; index += 1) {
      const visit = {
        address: `198.51.100.${1 + this.random.below(4)}`,
        name: this.random.pick(['laptop.example.org', 'probe.example.com', 'mx1.example.net']),
      };
      this.later(START + this.random.below(90 * MINUTE), (at) => this.stranger(visit, at));
    }
    if (this.plan.strangersDeliver.length === 0 || !this.random.chance(0.3)) return;
    const visitor: Sender = {
      ...{ address: '203.0.113.9', name: 'mail.example.com', sendsServerName: true },
      policy: this.random.pick(this.plan.strangersDeliver),
      faults: new Set(),
      manner: this.random.pick(MANNERS),
    };
    const sentAt = START + this.random.below(60 * MINUTE);
    for (const scenario of this.mailed) {
      const queued = { scenario, messageId: '<other@example.com>', firstTriedAt: sentAt, attempt: 8 };
      this.later(sentAt + this.random.below(2_000), (at) => void this.session(visitor, queued, at));
    }
  }

  private stranger(visit: Pick<Sender, 'address' | 'name'>, at: number): void {
    const scenario = this.random.pick(this.mailed);
    const mx = hostsOf(scenario)[0] ?? null;
    if (listenerOf(scenario).startTls !== 'offered') return;
    const kind = this.random.pick(['refused', 'left', 'rejected', 'lost', 'tls-failed', 'silent'] as const);
    const seen = kind === 'silent' ? leaving('silent') : { kind, end: 'quit' as const };
    // At hosts that all checks share, nothing ties a stranger to the check.
    if (scenario.mx !== undefined) return;
    this.see(visit, scenario, mx, at, { ...seen, certificate: scenario.certificate });
  }

  private query(scenario: KnownScenario, server: Sender, at: number): void {
    const name = `t.${scenario.id}.test`;
    const types = isDane(server) ? ['A', 'TLSA'] : ['A'];
    for (const type of types) {
      this.observations.push({
        id: this.observations.length + 1,
        at: at - (at % this.resolution),
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
    client: Pick<Sender, 'address' | 'name'>,
    scenario: KnownScenario,
    mx: Mx,
    at: number,
    seen: Partial<SessionEvidence> & Pick<Observation, 'kind'> & { readonly inTls?: boolean },
  ): void {
    const { kind, inTls = false, certificate = null, messageId = null, reached = 'nothing', ...rest } = seen;
    const hasRecipient =
      kind === 'delivered' || reached === 'recipient' || reached === 'data' || reached === 'mail';
    const isShared = (scenario.mx !== undefined || needsOwnAddress(scenario)) && !hasRecipient;
    const recipient = hasRecipient ? `test@t.${scenario.id}.test` : null;
    const serverName = mx === null ? `t.${scenario.id}.test` : `${mx.label}-${scenario.id}.test`;
    const observation: Observation = {
      id: this.observations.length + 1,
      at: at - (at % this.resolution),
      kind,
      scenario: scenario.id,
      clientAddress: client.address,
      clientName: client.name,
      ...(isShared
        ? ({ attribution: 'same-client', exclusive: this.random.chance(0.95) } as const)
        : ({ attribution: 'exact' } as const)),
      tls: certificate === null && !inTls ? null : { version: 'TLSv1.3', cipher: null, serverName },
      detail: '',
      evidence: {
        session: `s${this.observations.length}`,
        clientPort: 1,
        end: 'quit',
        alert: null,
        certificate,
        sinceCertificateMs: certificate === null ? null : 5,
        reached: kind === 'delivered' ? 'data' : reached,
        reply: null,
        timing: null,
        mailFrom: recipient === null ? null : 'admin@example.net',
        recipient,
        messageId,
        size: null,
        ...rest,
      },
      query: null,
    };
    this.observations.push(observation);
    this.noteRelease(observation);
  }

  private noteRelease({ attribution, exclusive: _exclusive, ...observation }: Observation): void {
    const noted = { ...observation, token: attribution === 'exact' ? 't' : null };
    if (isControlDelivery(noted)) this.controlClients.add(noted.clientAddress);
    if (mayOpenRelease(noted)) {
      this.refusers.set(
        noted.scenario,
        (this.refusers.get(noted.scenario) ?? new Set()).add(noted.clientAddress),
      );
    }
    for (const [id, refusers] of this.refusers) {
      if ([...refusers].some((client) => this.controlClients.has(client)) && !this.releases.has(id)) {
        this.releases.set(id, { refusedAt: noted.at, requestedAt: null, closedAt: null });
      }
    }
    const release = this.releases.get(noted.scenario);
    if (release !== undefined && endsRelease(noted)) {
      this.releases.set(noted.scenario, { ...release, closedAt: release.closedAt ?? noted.at });
    }
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
    case 'reset':
      return { kind: 'lost', end: 'client-reset' } as const;
    case 'rset':
      return { kind: 'left', end: 'quit', reached: 'greeted' } as const;
  }
}

/** A delivery that a standard forbids of every sender with DANE. */
export function isForbidden({ kind, scenario, tls, evidence }: Observation): boolean {
  const found = findScenario(scenario);
  if (found === undefined || kind !== 'delivered') return false;
  if (found.expected !== 'refused' || found.requirement !== 'required') return false;
  if (tls === null) return found.id !== 'mx-none';
  return !isReleaseCertificate(evidence?.certificate);
}
