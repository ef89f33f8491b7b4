import type { EvidenceBody, ObservationBody } from '#contracts';

import type { Tone } from './outcome-look.js';

export function kindWords(kind: ObservationBody['kind']): string {
  switch (kind) {
    case 'dns-query':
      return 'DNS looked up';
    case 'tls-established':
      return 'TLS established';
    case 'tls-failed':
      return 'TLS failed';
    case 'refused':
      return 'Refused after our certificate';
    case 'rejected':
      return 'No message accepted';
    case 'delivered':
      return 'Delivered';
  }
}

/** The tone says what kind of fact it is, not whether it is good: that is for the verdict. */
export function kindTone(kind: ObservationBody['kind']): Tone {
  switch (kind) {
    case 'delivered':
    case 'refused':
      return 'info';
    case 'tls-failed':
    case 'rejected':
      return 'warn';
    case 'dns-query':
    case 'tls-established':
      return 'waiting';
  }
}

/** Why we count this observation to this check. */
export function attributionWords(observation: ObservationBody, token: string): string {
  switch (observation.attribution) {
    case 'same-client':
      return 'By client address: the connection named only the host, and the same address delivered to this check within 15 minutes.';
    case 'exact':
      return observation.tls?.serverName?.includes(token) === true
        ? 'Exact: the TLS server name of the connection holds the token of this check.'
        : 'Exact: the recipient or the name that was asked for holds the token of this check.';
  }
}

export function endWords(end: EvidenceBody['end']): string {
  switch (end) {
    case 'open':
      return 'went on after this';
    case 'quit':
      return 'client said QUIT';
    case 'client-closed':
      return 'client closed the connection';
    case 'client-alert':
      return 'client sent a TLS alert';
    case 'client-reset':
      return 'client reset the connection';
    case 'timed-out':
      return 'timed out';
    case 'server-closed':
      return 'closed by our server';
  }
}

/** Node writes `TLSv1.3`; people say TLS 1.3. */
export function tlsVersionWords(version: string): string {
  return version.replace(/^TLSv(\d)$/, 'TLS $1.0').replace(/^TLSv/, 'TLS ');
}
