import type { EvidenceBody, ObservationBody, TlsBody } from '#contracts';

import type { IconName } from '../../shared/components/icon.js';
import { tlsVersionNumber } from '../../shared/format/tls-version.js';
import type { Tone } from '../../shared/state/tab.js';
import { t } from '../../shared/texts.js';

export interface KindLook {
  /** Says what kind of fact it is, not whether it is good: that is for the verdict. */
  readonly tone: Tone;
  readonly icon: IconName;
}

export function kindLook(kind: ObservationBody['kind']): KindLook {
  switch (kind) {
    case 'dns-query':
    case 'policy-fetch':
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
      return t.log.attribution.sameClient;
    case 'system':
      return t.log.attribution.system;
    case 'exact':
      if (observation.query !== null) return t.log.attribution.query;
      return observation.tls?.serverName?.includes(token) === true
        ? t.log.attribution.serverName
        : t.log.attribution.recipient;
  }
}

export function certificateWords({ certificate, certificateOfRelease }: EvidenceBody): string | null {
  if (certificate === null) return null;
  return certificateOfRelease ? t.log.certificates.release : t.log.certificates.usual;
}

/** Only an unfinished handshake leaves us without the cipher suite. */
export function tlsWords({ version, cipher }: TlsBody): string {
  return `${tlsVersionNumber(version)}, ${cipher ?? t.log.facts.notCompleted}`;
}

/** What did not happen is left out. */
export function timingWords(timing: NonNullable<EvidenceBody['timing']>): string | null {
  const steps: readonly (readonly [string, number | null])[] = [
    ['EHLO', timing.ehlo],
    ['STARTTLS', timing.startTls],
    ['ClientHello', timing.clientHello],
    [t.log.certificateStep, timing.certificate],
    ['MAIL', timing.mail],
  ];
  const words = steps.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${ms} ms`]));
  return words.length === 0 ? null : words.join(', ');
}

/** By the sender's clock, which may be wrong. */
export function queuedWords({ queuedAt, connectedAt }: NonNullable<EvidenceBody['timing']>): string | null {
  if (queuedAt === null || queuedAt === undefined) return null;
  return t.log.rows.queuedBefore(Math.round((connectedAt - queuedAt) / 1000));
}
