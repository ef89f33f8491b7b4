import type { ProbeStepBody, ProbeTargetBody } from '#contracts';
import {
  createResolver,
  type Endpoint,
  formatEndpoint,
  type Resolver,
  resolverServers,
  type StubResolver,
  wrapResolver,
} from '#dns';
import { TieredRates } from '#limits';
import {
  ConnectionTurns,
  phrase,
  type ProbeOptions,
  type ProbePorts,
  runProbe,
  type SharedConnections,
} from '#probe';
import { directDialer, ipv6Reach, publicOnlyDialer } from '#smtp-client';
import { because, detail, isPhrase, type Phrase } from '#text';

import type { CountTarget, ProbeEngine } from './probe-engine.js';

export interface LocalEngineSettings {
  /** For a lab: connect to every address. */
  readonly allowPrivate: boolean;
  readonly perTargetAndMinute: number;
  readonly heloName: string;
  /** Of the mail servers; 25 unless given. */
  readonly port?: number;
}

/** Whose answers are believed. */
export interface KnownResolver {
  readonly resolver: Resolver;
  /** As in `ProbePorts`. */
  readonly validates?: NonNullable<ProbePorts['validates']>;
}

/** No other process probes. */
const ALONE: CountTarget = () => Promise.resolve(null);

const SMTP_PORT = 25;
const CONNECT_TIMEOUT_MS = 10_000;
const EXPIRATION_WARNING_MS = 14 * 86_400_000;

/** Probes in this thread. */
export class LocalEngine implements ProbeEngine {
  private readonly connections: (count: CountTarget) => SharedConnections;
  private readonly closing = new AbortController();

  constructor(
    private readonly settings: LocalEngineSettings,
    /** Asked for with each probe: resolv.conf changes while a program runs. Rejects when there is none. */
    private readonly findResolver: () => Promise<KnownResolver>,
  ) {
    this.connections = sharedConnections(settings.perTargetAndMinute);
  }

  async run(
    domain: string,
    onStep: (step: ProbeStepBody) => void,
    signal: AbortSignal,
    count: CountTarget = ALONE,
  ): Promise<ProbeTargetBody> {
    const { allowPrivate, port = SMTP_PORT } = this.settings;
    const { resolver, validates } = await this.findResolver();
    const families = this.families();
    if (!families.includes(6)) onStep(withoutIpv6());
    return runProbe(domain, this.optionsFor(port, families), {
      resolver,
      // Visitors can do nothing about it, and it is of the operator's own network.
      resolverAddress: null,
      ...(validates === undefined ? {} : { validates }),
      dialer: publicOnlyDialer({ allowPrivateAddresses: allowPrivate }, directDialer()),
      connections: this.connections(count),
      now: () => Date.now(),
      onStep,
      signal: AbortSignal.any([signal, this.closing.signal]),
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
  }

  private optionsFor(port: number, families: ProbeOptions['families']): ProbeOptions {
    return {
      mode: { kind: 'mx' },
      port,
      tlsOnConnect: false,
      families,
      akaNames: [],
      heloName: this.settings.heloName,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      expirationWarningMs: EXPIRATION_WARNING_MS,
      expectOcsp: false,
      // Name servers are third parties too, and not on the port that probes are for.
      allNameServers: false,
      suggest: true,
      policies: true,
      isInternal: this.settings.allowPrivate,
    };
  }

  /** A machine without IPv6 would find every server that has it unreachable there. */
  private families(): ProbeOptions['families'] {
    return ipv6Reach() === 'public' || this.settings.allowPrivate ? [4, 6] : [4];
  }
}

function withoutIpv6(): ProbeStepBody {
  return {
    at: new Date().toISOString(),
    host: null,
    address: null,
    state: 'warning',
    ...phrase('without-ipv6'),
  };
}

const MINUTE_MS = 60_000;

/** About 10 MB when full. */
const MAX_COUNTED = 50_000;

/** A probe connects three times to a mail server: as any client, with RSA and with ECDSA. */
export const CONNECTIONS_PER_PROBE = 3;

/** A network (IPv4 /24, IPv6 /64) gets as many connections as so many of its addresses. */
export const ADDRESSES_PER_NETWORK = 4;

/**
 * What all probes of this instance do to one address and one network together, whatever the domains and the names. Each process
 * counts for itself first.
 */
export function sharedConnections(
  probesPerTargetAndMinute: number,
): (count: CountTarget) => SharedConnections {
  const counted = new TieredRates(() => Date.now(), MINUTE_MS, MAX_COUNTED);
  const perAddress = probesPerTargetAndMinute * CONNECTIONS_PER_PROBE;
  const perNetwork = perAddress * ADDRESSES_PER_NETWORK;
  const turns = new ConnectionTurns();
  return (countForAll) => ({
    turns,
    count: async (address, network) => {
      const rates = [
        { key: `target ${address}`, limit: perAddress },
        { key: `target ${network}`, limit: perNetwork },
      ];
      const exceeded = counted.count(rates) ?? (await countForAll(rates));
      return exceeded === null ? null : phrase('probed-often', exceeded.secondsLeft);
    },
  });
}

const NAME = detail('this-resolver');

/** The same resolver, whose failures do not tell visitors where it is: that is of the operator's own network. */
export function redactingResolver(resolver: Resolver, servers: readonly Endpoint[]): Resolver {
  // The longest first: one may begin as another does.
  const addresses = servers.map(formatEndpoint).sort((a, b) => b.length - a.length);
  const redacted = (text: string): string =>
    addresses.reduce((rest, address) => rest.replaceAll(address, NAME.text), text);
  const redactedFact = (fact: unknown): unknown => {
    if (isPhrase(fact)) return redactedPhrase(fact);
    if (Array.isArray(fact)) return fact.map(redactedFact);
    if (typeof fact !== 'string') return fact;
    return addresses.includes(fact) ? NAME : redacted(fact);
  };
  const redactedPhrase = ({ code, facts, text }: Phrase): Phrase => ({
    code,
    facts: facts.map(redactedFact),
    text: redacted(text),
  });
  return wrapResolver(resolver, (ask) => async (name) => {
    const answer = await ask(name);
    return 'why' in answer ? { ...answer, ...because(redactedPhrase(answer.why)) } : answer;
  });
}

/** How much one probe asks simultaneously. Name servers that keep silent hold up the probe of their domain and no other one. */
export const QUESTIONS_PER_PROBE = 16;

/** The resolvers of `DNS_RESOLVER`, else those of the machine, for one probe. The result rejects when there are none. */
export function resolverFinder(configured: readonly Endpoint[]): () => Promise<KnownResolver> {
  return async () => {
    const servers = await resolverServers(configured);
    return knownResolver(createResolver({ servers, maxConcurrent: QUESTIONS_PER_PROBE }));
  };
}

function knownResolver(resolver: StubResolver): KnownResolver {
  return {
    resolver: redactingResolver(resolver, resolver.servers),
    validates: async (name) => (await resolver.validates(name === undefined ? [] : [name])).validates,
  };
}
