import type { ScenarioId } from '#scenarios';

import type { Observation } from './observation.js';

export const OUTCOMES = [
  'waiting',
  'enforces',
  'does-not-enforce',
  'no-tls',
  'refuses-valid',
  'inconclusive',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const SCENARIO_STATES = ['waiting', 'delivered', 'refused', 'not-seen'] as const;
export type ScenarioState = (typeof SCENARIO_STATES)[number];

export const CONCLUSIONS = ['pass', 'fail', 'info', 'waiting'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** Silence shorter than this says nothing at all; longer silence allows a provisional reading, never a final one. */
export const PROVISIONAL_AFTER_MS = 60_000;

export interface Advice {
  /** The mail system that the step is for: `Postfix`, `Exim`, `Exchange Online`, or `Any server`. */
  readonly audience: string;
  readonly step: string;
}

export interface ScenarioVerdict {
  readonly id: ScenarioId;
  readonly state: ScenarioState;
  readonly conclusion: Conclusion;
  /** What was seen at this host, in one plain sentence. */
  readonly summary: string;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** True while it rests on silence: anything that still arrives may change it. */
  readonly provisional: boolean;
  readonly title: string;
  readonly explanation: string;
  readonly advice: readonly Advice[];
  readonly scenarios: readonly ScenarioVerdict[];
  /** When the verdict would change by time alone (milliseconds since the epoch); null when only new observations can. */
  readonly changesAt: number | null;
}

/** What the observations of one check mean at the time `now` (milliseconds since the epoch). */
export function judge(_observations: readonly Observation[], _now: number): Verdict {
  throw new Error('not written yet');
}
