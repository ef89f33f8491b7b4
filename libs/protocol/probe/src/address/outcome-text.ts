import type { SessionOutcome } from '../smtp/session.js';

/** How a connection ended that did not come as far as a certificate; completes “it could not be seen: …”. */
export function outcomeText(outcome: Exclude<SessionOutcome, { readonly kind: 'secured' }>): string {
  switch (outcome.kind) {
    case 'not-connected':
      return outcome.dial.kind === 'not-looked-at'
        ? `not looked at: ${outcome.dial.detail}`
        : outcome.dial.detail;
    case 'not-served':
      return `the server ${outcome.detail}`;
    case 'no-starttls':
      return outcome.refusal ?? 'STARTTLS was not offered';
    case 'tls-failed':
      return outcome.failure.detail;
  }
}
