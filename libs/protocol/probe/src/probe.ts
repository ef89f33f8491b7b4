/** The probe's interface: how a mail server receives, found out by connecting to it. */
import type { Resolver } from '#dns';
import type { FetchPolicy } from '#mta-sts';
import type { Dialer } from '#smtp-client';

import type { SharedConnections } from './limited-dialer.js';
import type { AskNameServer } from './name-servers.js';
import type { ProbeStep, ProbeTarget } from './result.js';

export type ProbeMode =
  /** The target is a mail server. */
  | { readonly kind: 'host' }
  /** The target is a domain: its MX hosts, or itself when it has none (RFC 5321 §5.1). */
  | { readonly kind: 'mx' }
  /** The target is a domain: its `_SERVICE._tcp` SRV records (RFC 2782, RFC 6186, RFC 7673). */
  | { readonly kind: 'srv'; readonly service: string };

export interface ProbeOptions {
  readonly mode: ProbeMode;
  /** Null: the port of the SRV record, or 25. Another overrides that of the SRV record too. */
  readonly port: number | null;
  readonly tlsOnConnect: boolean;
  readonly families: readonly (4 | 6)[];
  /** Names that the certificate may carry besides those that DANE asks for. */
  readonly akaNames: readonly string[];
  readonly heloName: string;
  readonly connectTimeoutMs: number;
  /** How long before its expiry a certificate is warned about; 0 = dates are not looked at. */
  readonly expirationWarningMs: number;
  readonly expectOcsp: boolean;
  readonly allNameServers: boolean;
  readonly suggest: boolean;
  /** Whether to fetch and judge the MTA-STS policy and the TLSRPT record (domains only). */
  readonly policies: boolean;
  /** Whether mail for the domain comes from this network alone, so that its mail servers need no public address. */
  readonly isInternal: boolean;
}

/** What a probe needs from around it. */
export interface ProbePorts {
  readonly resolver: Resolver;
  /** Where the resolver is, for the report, such as `192.0.2.53:53`; null: it is of no concern to who reads that. */
  readonly resolverAddress: string | null;
  /**
   * Whether all servers behind `resolver` validate the root zone, or also this name where they do not; never rejects. One
   * that does not is enough for `no`: it may be the one that answers. Without it a single server is taken for granted and
   * the probe finds out by itself.
   */
  readonly validates?: (name?: string) => Promise<'yes' | 'no' | 'unknown'>;
  readonly dialer: Dialer;
  /** Bounds the connections of this probe together with those of others; without it only its own are counted. */
  readonly connections?: SharedConnections;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onStep: (step: ProbeStep) => void;
  /** PEM of the CAs that are asked whether they trust a certificate; without it those that come with Node. */
  readonly authorities?: string;
  /** Fetches MTA-STS policies; without it by `dialer` and `resolver`. */
  readonly fetchPolicy?: FetchPolicy;
  /** Asks one authoritative name server; without it at port 53, directly. */
  readonly askNameServer?: AskNameServer;
  /** Ends the probe early; what is known by then is told. */
  readonly signal: AbortSignal;
}

/** Probes one target. Never rejects for what a server, a resolver or a network does: that is a result. */
export type Probe = (target: string, options: ProbeOptions, ports: ProbePorts) => Promise<ProbeTarget>;
