import type { Place } from '../findings/bounces.js';
import { finding } from '../findings/catalogue.js';
import type { DialResult } from '../dialer.js';
import type { SessionOutcome } from '../smtp/session.js';
import type { ProbeFinding } from '../result.js';

const OUTDATED = ['TLSv1', 'TLSv1.1', 'SSLv3'];

/**
 * What is to be said of the first connection.
 *
 * @param isPromised whether there are secure TLSA records, which promise TLS (RFC 7672 §2.2)
 */
export function sessionFindings(place: Place, outcome: SessionOutcome, isPromised: boolean): ProbeFinding[] {
  switch (outcome.kind) {
    case 'not-connected':
      return [dialFinding(place, outcome.dial)];
    case 'not-served':
      return [finding('not-served', { place, detail: outcome.detail })];
    case 'no-starttls':
      return [finding('no-starttls', { place, refusal: outcome.refusal, isPromised })];
    case 'tls-failed':
      return [finding('tls-failed', { place, detail: outcome.failure.detail, isPromised })];
    case 'secured':
      return [
        ...(outcome.injectedOctets > 0
          ? [finding('starttls-injection', { place, octets: outcome.injectedOctets })]
          : []),
        ...(OUTDATED.includes(outcome.tls.version)
          ? [finding('tls-outdated', { place, version: outcome.tls.version })]
          : []),
      ];
  }
}

function dialFinding(
  place: Place,
  { kind, detail }: Exclude<DialResult, { readonly kind: 'connected' }>,
): ProbeFinding {
  switch (kind) {
    case 'forbidden':
      return finding('address-forbidden', { place });
    case 'not-looked-at':
      return finding('not-looked-at', { place, detail });
    case 'refused':
    case 'unreachable':
    case 'timeout':
      return finding('address-unreachable', { place, detail });
  }
}
