/** What is to be said of the first connection to an address, before any certificate. */
import type { DialResult, SessionOutcome } from '#smtp-client';

import { finding } from './findings/catalogue.js';
import type { Endpoint } from './findings/finding.js';
import type { ProbeFinding } from './result.js';

const OUTDATED = ['TLSv1', 'TLSv1.1', 'SSLv3'];

/**
 * What is to be said of the first connection.
 *
 * @param isPromised whether there are secure TLSA records, which promise TLS (RFC 7672 §2.2)
 */
export function sessionFindings(
  place: Endpoint,
  outcome: SessionOutcome,
  isPromised: boolean,
): ProbeFinding[] {
  switch (outcome.kind) {
    case 'not-connected':
      return [dialFinding(place, outcome.dial)];
    case 'not-served':
      return [
        finding(outcome.cause === 'silent' ? 'server-silent' : 'not-served', {
          place,
          detail: outcome.why,
        }),
      ];
    case 'no-starttls':
      return [finding('no-starttls', { place, refusal: outcome.refusal, isPromised })];
    case 'tls-failed':
      return [finding('tls-failed', { place, detail: outcome.failure.why, isPromised })];
    case 'secured':
      return [
        ...(outcome.injectedOctets > 0
          ? [finding('starttls-injection', { place, bytes: outcome.injectedOctets })]
          : []),
        ...(OUTDATED.includes(outcome.tls.version)
          ? [finding('tls-outdated', { place, version: outcome.tls.version })]
          : []),
      ];
  }
}

function dialFinding(
  place: Endpoint,
  { kind, why }: Exclude<DialResult, { readonly kind: 'connected' }>,
): ProbeFinding {
  switch (kind) {
    case 'forbidden':
      return finding('address-forbidden', { place });
    case 'no-ipv6':
      return finding('prober-without-ipv6', {});
    case 'not-looked-at':
      return finding('not-looked-at', { place, detail: why });
    case 'refused':
    case 'unreachable':
    case 'timeout':
      return finding('address-unreachable', { place, detail: why });
  }
}

/** Slow is what takes longer than a connection or a handshake may. */
export function slowness(place: Endpoint, first: SessionOutcome, limitMs: number): ProbeFinding[] {
  const slowest = first.kind === 'secured' ? first.slowest : null;
  return slowest !== null && slowest.ms > limitMs
    ? [finding('reply-slow', { place, to: slowest.to, seconds: Math.round(slowest.ms / 1000) })]
    : [];
}
