/** What the mail servers that are probed have in common: names, addresses and what they present. */
import type { TestCertificate } from './x509.js';

/** A certificate and those above it that are sent along. */
export type Chain = readonly TestCertificate[];

export type ServiceKind = 'starttls' | 'plain' | 'tls-on-connect';

export interface ReceivingService {
  readonly host: string;
  readonly port: number;
  readonly kind: ServiceKind;
  /** Several: of different kinds of keys, and the client's algorithms decide. */
  readonly chains: readonly Chain[];
}

export interface ReceivingServer {
  /** Of the host, by which it knows what to present, or by the name in the handshake. */
  addressOf(host: string): string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface ReceivingServerOptions {
  readonly directory: string;
  readonly services: readonly ReceivingService[];
  /** Takes mail for the hosts, and throws it away; otherwise nobody gets that far. */
  readonly takesMail?: boolean;
}

export function chainPem(chain: Chain): string {
  return chain.map(({ pem }) => pem).join('');
}
