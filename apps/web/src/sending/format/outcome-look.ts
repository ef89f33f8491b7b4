import type { CheckBody, CheckScenarioBody, VerdictBody } from '#contracts';

import type { IconName } from '../../shared/components/icon.js';
import type { Tone } from '../../shared/state/tab.js';

export interface OutcomeLook {
  readonly tone: Tone;
  readonly icon: IconName;
  /** For the title of the tab, where there is no room for the verdict's own title. */
  readonly mark: string;
}

/** Verified by MTA-STS alone, mail is protected where a policy says so: no failure, and no pass either. */
export function headlineLook({ headline, verdict }: Pick<CheckBody, 'headline' | 'verdict'>): OutcomeLook {
  return headline.kind === 'mta-sts'
    ? { tone: 'warn', icon: 'alert', mark: '!' }
    : outcomeLook(verdict.outcome);
}

function outcomeLook(outcome: VerdictBody['outcome']): OutcomeLook {
  switch (outcome) {
    case 'waiting':
      return { tone: 'waiting', icon: 'clock', mark: '' };
    case 'enforces':
      return { tone: 'good', icon: 'check', mark: '✓' };
    case 'does-not-enforce':
      return { tone: 'bad', icon: 'cross', mark: '✗' };
    case 'no-tls':
      return { tone: 'bad', icon: 'unlocked', mark: '✗' };
    case 'refuses-valid':
      return { tone: 'warn', icon: 'alert', mark: '!' };
    case 'inconclusive':
      return { tone: 'info', icon: 'question', mark: '?' };
  }
}

export interface ScenarioLook {
  readonly tone: Tone;
  readonly icon: IconName;
}

export function scenarioLook({
  state,
  conclusion,
}: Pick<CheckScenarioBody, 'state' | 'conclusion'>): ScenarioLook {
  // What was seen concludes nothing, but it is more than silence.
  const wasSeen = state === 'tls-failed' || state === 'rejected';
  return conclusionLook(conclusion, wasSeen ? { tone: 'warn', icon: 'alert' } : SILENCE);
}

export const SILENCE: ScenarioLook = { tone: 'waiting', icon: 'clock' };

/** @param undecided where nothing is concluded */
export function conclusionLook(
  conclusion: CheckScenarioBody['conclusion'],
  undecided: ScenarioLook,
): ScenarioLook {
  switch (conclusion) {
    case 'pass':
      return { tone: 'good', icon: 'check' };
    case 'fail':
      return { tone: 'bad', icon: 'cross' };
    // Expected, and says nothing.
    case 'info':
      return { tone: 'waiting', icon: 'minus' };
    case 'waiting':
      return undecided;
  }
}
