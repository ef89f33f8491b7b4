/** The words of a verdict: what the observations of a check mean, per scenario and overall. */
import type { ScenarioId } from '#scenarios';

/**
 * - `waiting`: not enough was seen yet.
 * - `enforces`: valid DANE was delivered to and broken DANE refused, before our eyes.
 * - `does-not-enforce`: a message arrived where DANE forbids it (RFC 7672 §2.2). Whether by design (§9.1 allows audit
 *   only) or by mistake cannot be told from here. One that was let through after its refusal (release.ts) does not count.
 * - `no-tls`: every message came in clear.
 * - `refuses-valid`: the host with valid DANE was refused or left out, while mail to the host without DANE arrived.
 * - `inconclusive`: what was seen allows no statement about DANE.
 */
export const OUTCOMES = [
  'waiting',
  'enforces',
  'does-not-enforce',
  'no-tls',
  'refuses-valid',
  'inconclusive',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * `not-seen` is `waiting` after a minute of silence; neither proves anything. `tls-failed` and `rejected`: the server came, and
 * its last session ended as an observation of that kind does, without proof.
 */
export const SCENARIO_STATES = [
  'waiting',
  'delivered',
  'refused',
  'tls-failed',
  'rejected',
  'not-seen',
] as const;
export type ScenarioState = (typeof SCENARIO_STATES)[number];

export const CONCLUSIONS = ['pass', 'fail', 'info', 'waiting'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

export interface Advice {
  /** The mail system that the step is for: `Postfix`, `Exim`, `Exchange Online`, or `Any server`. */
  readonly audience: string;
  /** Plain text, in which settings and commands stand between backticks. */
  readonly step: string;
}

export interface ScenarioVerdict {
  readonly id: ScenarioId;
  readonly state: ScenarioState;
  readonly conclusion: Conclusion;
  /** What was seen at this host, in one or two plain sentences. */
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
