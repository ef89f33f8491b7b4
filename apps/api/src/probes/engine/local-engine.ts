import { networkInterfaces } from 'node:os';

import type { ProbeStepBody, ProbeTargetBody } from '#contracts';
import type { Resolver } from '#dns';
import { type ProbeOptions, type ProbePorts, runProbe, type SharedConnections } from '#probe';
import { directDialer, isPublicAddress, publicOnlyDialer } from '#smtp-client';

import type { ProbeEngine } from './probe-engine.js';
import { sharedConnections } from './shared-connections.js';

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

const SMTP_PORT = 25;
const CONNECT_TIMEOUT_MS = 10_000;
const EXPIRATION_WARNING_MS = 14 * 86_400_000;

/** Probes in this thread. */
export class LocalEngine implements ProbeEngine {
  private readonly connections: SharedConnections;
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
      connections: this.connections,
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
    };
  }

  /** A machine without IPv6 would find every server that has it unreachable there. */
  private families(): ProbeOptions['families'] {
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const hasIpv6 = own.some(({ family, address }) => family === 'IPv6' && isPublicAddress(address));
    return hasIpv6 || this.settings.allowPrivate ? [4, 6] : [4];
  }
}

function withoutIpv6(): ProbeStepBody {
  return {
    at: new Date().toISOString(),
    host: null,
    address: null,
    state: 'warning',
    text: 'this server has no IPv6: IPv6 addresses are not connected to',
  };
}
