/** The words of a verdict: what the observations of a check mean, for each server and scenario and overall. */
import type { Requirement } from '#scenarios';

import type { Observation } from '../observation.js';

/**
 * - `waiting`: not enough was seen yet.
 * - `enforces`: valid DANE was delivered to and broken DANE refused, before our eyes.
 * - `does-not-enforce`: a message arrived where DANE forbids it (RFC 7672 §2.2). Whether by design (§9.1 allows audit
 *   only) or by mistake cannot be seen from here. A delivery during a release (release.ts) does not count.
 * - `no-tls`: every message came in clear.
 * - `refuses-valid`: a server refused a host with valid DANE, while its mail to a host without DANE arrived.
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
 * Of all servers together. `not-seen` is `waiting` after a minute of silence; neither proves anything. `tls-failed` and
 * `rejected`: a server came, and its last session ended without proof.
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

/**
 * What one server did at one scenario. `refused` is proven, `likely-refused` is not; `not-judged` says nothing about DANE, such
 * as a delivery that only our own release allowed.
 */
export const RESULT_STATES = [
  'not-tested',
  'delivered',
  'delivered-in-clear',
  'refused',
  'likely-refused',
  'not-judged',
  'rejected',
  'left',
  'lost',
  'tls-failed',
] as const;
export type ResultState = (typeof RESULT_STATES)[number];

/** `waiting`: open, and no part of the outcome. */
export const CONCLUSIONS = ['pass', 'fail', 'info', 'waiting'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** Why a result is what it is. */
export const FINDINGS = [
  'not-tested',
  'delivered-over-tls',
  'delivered-in-clear',
  'accepted-unmatched-certificate',
  'refused-unmatched-certificate',
  'refused-matching-certificate',
  'refused-without-dane',
  'deferred-and-retried',
  'refused-by-system',
  'refusal-without-alert',
  'refusal-without-control',
  'refusal-not-repeated',
  'refusal-before-control',
  'refusal-under-another-name',
  'refusal-from-shared-address',
  'refused-control-too',
  'accepts-after-refusing',
  'delivered-during-release',
  'connection-reused',
  'command-rejected',
  'left-after-accepting',
  'connection-lost',
  'tls-failed',
] as const;
export type Finding = (typeof FINDINGS)[number];

/** An observation as it is judged: the catalogue, which is a parameter, says which scenarios there are. */
export type SeenObservation = Omit<Observation, 'scenario'> & { readonly scenario: string };

export interface Advice {
  /** The mail system that the step is for: `Postfix`, `Exim`, `Exchange Online`, or `Any server`. */
  readonly audience: string;
  /** Plain text, in which settings and commands stand between backticks. */
  readonly step: string;
}

export interface ScenarioVerdict {
  readonly id: string;
  readonly state: ScenarioState;
  readonly conclusion: Conclusion;
  /** What was seen at this host, in one or two plain sentences. */
  readonly summary: string;
}

export interface Result {
  readonly scenario: string;
  /** The address of the server. */
  readonly server: string;
  readonly state: ResultState;
  readonly conclusion: Conclusion;
  readonly requirement: Requirement;
  readonly finding: Finding;
  /** One or two plain sentences. */
  readonly text: string;
  readonly rfc: string;
}

/**
 * Why an address is one of the system under test: it delivered at a control host; it delivered a message of the check
 * where none may be delivered; or DNS ties it to a server of that kind (`SystemKnowledge`).
 */
export const MEMBERSHIPS = ['delivered', 'same-message', 'forward-confirmed', 'spf'] as const;
export type Membership = (typeof MEMBERSHIPS)[number];

export interface ServerVerdict {
  readonly address: string;
  /** What it called itself in EHLO. */
  readonly name: string | null;
  readonly reverseName: string | null;
  readonly membership: Membership;
  /** One for each scenario, in the order of the catalogue. */
  readonly results: readonly Result[];
}

/** Somebody else who looked at the check's hosts. It changes nothing. */
export interface Stranger {
  readonly address: string;
  readonly name: string | null;
  /** Milliseconds since the epoch, of its first and last session. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly scenarios: readonly string[];
  /** What it did, in plain sentences. */
  readonly text: string;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** True while it is not proven for every server: anything that still arrives may change it. */
  readonly provisional: boolean;
  readonly title: string;
  readonly explanation: string;
  readonly advice: readonly Advice[];
  readonly scenarios: readonly ScenarioVerdict[];
  readonly servers: readonly ServerVerdict[];
  readonly strangers: readonly Stranger[];
  /** When the verdict would change by time alone (milliseconds since the epoch); null when only new observations can. */
  readonly changesAt: number | null;
}
