import type {
  DaneState,
  ProbeBody,
  ProbeFindingBody,
  ProbeResult,
  ProbeSenderBody,
  ProbeStepBody,
} from '#contracts';

import type { IconName } from '../../shared/components/icon.js';
import type { Tone } from '../../shared/state/tab.js';
import { t } from '../../shared/texts.js';

export interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
}

export function resultLook(result: ProbeResult): Look {
  switch (result) {
    case 'ok':
      return { tone: 'good', icon: 'check' };
    case 'warning':
      return { tone: 'warn', icon: 'alert' };
    case 'error':
      return { tone: 'bad', icon: 'cross' };
  }
}

/** How it stands with DANE, on its own: whether a missing record is a warning depends on what else was found. */
export function daneLook(dane: DaneState): Look & { readonly words: string } {
  return { ...DANE_LOOKS[dane], words: t.mailServer.states[dane] };
}

const DANE_LOOKS: Readonly<Record<DaneState, Look>> = {
  verified: { tone: 'good', icon: 'check' },
  mismatch: { tone: 'bad', icon: 'cross' },
  unusable: { tone: 'warn', icon: 'alert' },
  none: { tone: 'info', icon: 'info' },
  insecure: { tone: 'info', icon: 'unlocked' },
  bogus: { tone: 'bad', icon: 'cross' },
  'no-starttls': { tone: 'bad', icon: 'unlocked' },
  'not-looked-at': { tone: 'warn', icon: 'alert' },
  unreachable: { tone: 'warn', icon: 'plug' },
};

/** What a sender does with mail for a host. */
export function verdictLook(verdict: ProbeSenderBody['verdict']): Look {
  switch (verdict) {
    case 'authenticated':
      return { tone: 'good', icon: 'check' };
    case 'unauthenticated':
    case 'either':
    case 'not-known':
      return { tone: 'info', icon: 'info' };
    case 'in-the-clear':
      return { tone: 'bad', icon: 'unlocked' };
    case 'deferred':
      return { tone: 'bad', icon: 'cross' };
  }
}

/** Whether a state is known: only a validating resolver shows that something is not signed. */
export function isTellable(dane: DaneState, isInformed: boolean): boolean {
  return isInformed || dane !== 'insecure';
}

export function severityLook(severity: ProbeFindingBody['severity']): Look & { readonly words: string } {
  switch (severity) {
    case 'info':
      return { tone: 'info', icon: 'info', words: t.receiving.severities.info };
    case 'warning':
      return { tone: 'warn', icon: 'alert', words: t.receiving.severities.warning };
    case 'error':
      return { tone: 'bad', icon: 'cross', words: t.receiving.severities.error };
  }
}

export function stepLook(state: ProbeStepBody['state']): Look {
  switch (state) {
    case 'running':
      return { tone: 'waiting', icon: 'search' };
    case 'done':
      return { tone: 'good', icon: 'check' };
    case 'warning':
      return { tone: 'warn', icon: 'alert' };
    case 'error':
      return { tone: 'bad', icon: 'cross' };
  }
}

/** Of the probe as a whole, at any time. */
export function probeLook({ state, result }: ProbeBody): Look {
  if (state === 'failed') return { tone: 'warn', icon: 'alert' };
  if (result === null) return { tone: 'waiting', icon: 'clock' };
  // No fault of the domain.
  return result.resolver.validates === false ? { tone: 'warn', icon: 'alert' } : resultLook(result.result);
}
