/** How the host of a scenario speaks SMTP and TLS, where that is not as a mail server should. */
import type { Scenario } from './scenario.js';

export interface ListenerPlan {
  /**
   * What becomes of STARTTLS (RFC 3207 §4). `absent`: neither offered nor known. `deferred`: offered, and answered with 454.
   * `reset`: the connection is reset when the ClientHello has named the host.
   */
  readonly startTls: 'offered' | 'absent' | 'deferred' | 'reset';
  /** `current`: those of the instance. `old`: TLS 1.0 and 1.1 alone, which RFC 8996 retired. */
  readonly versions: 'current' | 'old';
  /** Whether recipients that are named without TLS are answered with 530 (RFC 3207 §4). */
  readonly requiresTls: boolean;
}

const USUAL: ListenerPlan = { startTls: 'offered', versions: 'current', requiresTls: false };

type Listening = Pick<Scenario, 'listener'>;

export function listenerOf({ listener }: Listening): ListenerPlan {
  return { ...USUAL, ...listener };
}

/** Whether the host stands for an attacker who takes TLS away: a sender there has no certificate to judge. */
export function isDowngrade(scenario: Listening): boolean {
  return listenerOf(scenario).startTls !== 'offered';
}

/**
 * Whether the host needs an IP address that no other host has. Without a ClientHello only the address tells which host a client
 * wants, before it names a recipient.
 */
export function needsOwnAddress(scenario: Listening): boolean {
  const { startTls } = listenerOf(scenario);
  return startTls === 'absent' || startTls === 'deferred';
}

/** Whether a client of today completes a handshake there, and so can look at the certificate. */
export function completesHandshakes(scenario: Listening): boolean {
  const { startTls, versions } = listenerOf(scenario);
  return startTls === 'offered' && versions === 'current';
}
