/** What a rollover needs from around it. */
import type { DnsProvider } from '#providers';

import type { PlannedRecord } from './planned-record.js';
import type { RolloverOptions } from './state/rollover-options.js';

/** One authoritative name server, at one of its addresses. */
export interface ServerView {
  /** Such as `ns1.example.org [192.0.2.53]`. */
  readonly server: string;
  readonly answer:
    | {
        readonly kind: 'answered';
        /** TLSA records at the name, in presentation format as `formatTlsa` writes them; empty when there are none. */
        readonly records: readonly string[];
        /** Of the records, or of their absence (RFC 2308 §5), in seconds: how long a cache may keep this answer. */
        readonly ttl: number;
      }
    /** Completes a sentence that begins with the server: `does not answer: …`. */
    | { readonly kind: 'failed'; readonly detail: string };
}

/** What all authoritative name servers of the zone say about a name. */
export type NameServerView =
  | {
      readonly kind: 'asked';
      readonly zone: string;
      readonly servers: readonly [ServerView, ...ServerView[]];
    }
  /** The zone or its servers could not be found: unknown zone, no address, resolver silent; or the name is an alias. */
  | {
      readonly kind: 'unknown';
      readonly detail: string;
      /** The resolver failed, which may be over soon. */
      readonly isPassing: boolean;
    };

/** Where a certificate is presented, and where the TLSA records for it are. */
export interface Endpoint {
  /** Without a dot at its end. */
  readonly host: string;
  readonly port: number;
  /** TLS from the first octet (port 465), rather than STARTTLS. */
  readonly tlsOnConnect: boolean;
  /** The TLSA name, as in PlannedRecord. */
  readonly tlsaName: string;
  /** `mismatch`: records that are wrong on purpose; everything else must verify. */
  readonly expected: 'verified' | 'mismatch';
}

/** What one address presents to one kind of client. */
export interface Presented {
  /** Such as `192.0.2.1 port 25`. */
  readonly where: string;
  readonly offer: 'any' | 'rsa' | 'ecdsa';
  readonly result:
    | { readonly kind: 'presented'; readonly chain: readonly Uint8Array[] }
    /** The server has no certificate of this kind: nothing is wrong with that, as long as it has another. */
    | { readonly kind: 'no-such-certificate' }
    /** It could not be found out: not reachable, no STARTTLS, time-out. */
    | { readonly kind: 'failed'; readonly detail: string };
}

/** All addresses of a host, each as client of any kind, of RSA alone and of ECDSA alone. */
export type EndpointView =
  | { readonly kind: 'connected'; readonly presented: readonly [Presented, ...Presented[]] }
  /** The addresses could not be found out. */
  | { readonly kind: 'unknown'; readonly detail: string };

/** The certificate that is in use, or the one that comes next; of a server with several, all that change together. */
export interface CertificateFacts {
  /** As it will be presented, in DER, the server's own first. */
  readonly chain: readonly Uint8Array[];
  /** By TLSA name, the chains of the places where it is another one. */
  readonly otherChains?: Readonly<Record<string, readonly Uint8Array[]>>;
  /** What is to be published for it, at every name. */
  readonly records: readonly PlannedRecord[];
}

/** The certificates of a server: in use, next, and the change from one to the other. Every method can be repeated. */
export interface Certificates {
  /** @throws RolloverError */
  current(): Promise<CertificateFacts>;
  /**
   * What `prepare` will answer with, and nothing is written; null when it is only then made.
   *
   * @throws RolloverError
   */
  peek(): Promise<CertificateFacts | null>;
  /**
   * Makes the next one or takes the one that is given, and keeps it until `finish`, so that a later call answers with the same.
   *
   * @throws RolloverError
   */
  prepare(): Promise<CertificateFacts>;
  /**
   * Puts the next one in the place of the current one and has the server load it. Called again after an interruption.
   *
   * @throws RolloverError with what the reload command said, when it failed
   */
  install(): Promise<void>;
  /** Removes what was kept for the change; called before a new one begins as well, when nothing may be kept. */
  finish(): Promise<void>;
}

export interface RolloverPorts {
  readonly provider: DnsProvider;
  readonly certificates: Certificates;
  readonly places: readonly Endpoint[];
  /** Never rejects. */
  readonly askNameServers: (tlsaName: string) => Promise<NameServerView>;
  /** Connects so many times to each address, with each kind of client that is presented something. Never rejects. */
  readonly connect: (place: Endpoint, times: number) => Promise<EndpointView>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. Only for the moments that a server needs to load a certificate. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/**
 * The ports for what is to be done. Called once in a run, under the lock, with the options that hold: those given, or those
 * stored.
 *
 * @throws RolloverError, ProviderError
 */
export type OpenRolloverPorts = (options: RolloverOptions) => Promise<RolloverPorts>;
