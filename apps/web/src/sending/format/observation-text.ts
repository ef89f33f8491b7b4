import type { EvidenceBody, ObservationBody, TlsBody } from '#contracts';

import type { IconName } from '../../shared/components/icon.js';
import { tlsVersionNumber } from '../../shared/format/tls-version.js';
import type { Tone } from '../../shared/state/tab.js';

export function kindWords(kind: ObservationBody['kind']): string {
  switch (kind) {
    case 'dns-query':
      return 'DNS lookup';
    case 'tls-established':
      return 'TLS established';
    case 'tls-failed':
      return 'TLS failed';
    case 'refused':
      return 'Refused after our certificate';
    case 'rejected':
      return 'No message accepted';
    case 'left':
      return 'Left without a message';
    case 'lost':
      return 'Connection lost';
    case 'delivered':
      return 'Delivered';
  }
}

export interface KindLook {
  /** Says what kind of fact it is, not whether it is good: that is for the verdict. */
  readonly tone: Tone;
  readonly icon: IconName;
}

export function kindLook(kind: ObservationBody['kind']): KindLook {
  switch (kind) {
    case 'dns-query':
      return { tone: 'waiting', icon: 'search' };
    case 'tls-established':
      return { tone: 'waiting', icon: 'lock' };
    case 'tls-failed':
      return { tone: 'warn', icon: 'alert' };
    case 'refused':
      return { tone: 'info', icon: 'stop' };
    case 'rejected':
    case 'left':
    case 'lost':
      return { tone: 'warn', icon: 'cross' };
    case 'delivered':
      return { tone: 'info', icon: 'mail' };
  }
}

/** Why we count this observation to this check. */
export function attributionWords(observation: ObservationBody, token: string): string {
  switch (observation.attribution) {
    case 'same-client':
      return 'By client address: the connection named only the host, and the same address delivered to this check within 15 minutes.';
    case 'exact':
      if (observation.query !== null)
        return 'Exact: the name that was asked for holds the token of this check.';
      return observation.tls?.serverName?.includes(token) === true
        ? 'Exact: the TLS server name of the connection holds the token of this check.'
        : 'Exact: the recipient holds the token of this check.';
  }
}

export function certificateWords({ certificate, certificateOfRelease }: EvidenceBody): string | null {
  if (certificate === null) return null;
  return certificateOfRelease
    ? 'that of the release, which a TLSA record of the host matches'
    : 'the usual one';
}

export function endWords(end: EvidenceBody['end']): string {
  switch (end) {
    case 'open':
      return 'not yet: it went on';
    case 'quit':
      return 'by QUIT of the client';
    case 'client-closed':
      return 'the client closed the connection';
    case 'client-alert':
      return 'the client sent a TLS alert';
    case 'client-reset':
      return 'the client reset the connection';
    case 'timed-out':
      return 'it timed out';
    case 'server-closed':
      return 'our server closed it';
  }
}

/** Only an unfinished handshake leaves us without the cipher suite. */
export function tlsWords({ version, cipher }: TlsBody): string {
  return `${tlsVersionNumber(version)}, ${cipher ?? 'handshake not completed'}`;
}

/** Since the handshake, or since it connected where there was none. */
export function stageWords(reached: NonNullable<EvidenceBody['reached']>): string {
  switch (reached) {
    case 'nothing':
      return 'none: no command';
    case 'greeted':
      return 'EHLO or another first command';
    case 'mail':
      return 'MAIL FROM';
    case 'recipient':
      return 'RCPT TO';
    case 'data':
      return 'DATA';
  }
}

/** What did not happen is left out. */
export function timingWords(timing: NonNullable<EvidenceBody['timing']>): string | null {
  const steps: readonly (readonly [string, number | null])[] = [
    ['EHLO', timing.ehlo],
    ['STARTTLS', timing.startTls],
    ['ClientHello', timing.clientHello],
    ['certificate', timing.certificate],
    ['MAIL', timing.mail],
  ];
  const words = steps.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${ms} ms`]));
  return words.length === 0 ? null : words.join(', ');
}
