/** The terms of a verdict: what the observations of a check mean, for each server and scenario and overall. */
import type { PhaseName, Requirement } from '#scenarios';

import type { Observation } from '../observation.js';

import type { FindingFacts, HeadlineFacts, Message, OverallFacts } from './message.js';
import type { MtaStsVerdict } from './mta-sts-verdict.js';
import type { Reading } from './policy.js';

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
  'delivered-despite-failed-lookup',
  'refused-unmatched-certificate',
  'refused-matching-certificate',
  'refused-without-dane',
  'deferred-and-retried',
  'refused-by-system',
  'refusal-without-alert',
  'refusal-without-control',
  'refusal-not-repeated',
  'refusal-before-control',
  'control-after-waiting',
  'control-without-server-name',
  'refusal-under-another-name',
  'refusal-from-shared-address',
  'refused-after-failed-lookup',
  'refused-control-too',
  'accepted-in-another-session',
  'accepts-after-refusing',
  'withheld-without-tls',
  'withheld-without-control',
  'withheld-at-control-too',
  'withheld-once',
  'withheld-not-always',
  'withheld-under-another-name',
  'withheld-from-shared-address',
  'delivered-during-release',
  'delivered-at-fallback',
  'connection-reused',
  'accepted-against-policy',
  'policy-not-given',
  'fetched-without-record',
  'refused-despite-policy',
  'policy-refusal-open',
  'withheld-under-policy',
  'refused-before-change',
  'followed-new-policy',
  'kept-old-policy',
  'kept-withdrawn-policy',
  'forgot-withdrawn-policy',
  'delivered-without-policy',
  'command-rejected',
  'left-after-accepting',
  'left-under-policy',
  'connection-lost',
  'tls-failed',
] as const;
export type Finding = (typeof FINDINGS)[number];

/** An observation as it is judged: the catalogue, which is a parameter, says which scenarios there are. */
export type SeenObservation = Omit<Observation, 'scenario'> & { readonly scenario: string };

/** What to do next; the steps for each mail system are in #words. */
export const ADVICE = [
  'turn-on-dane',
  'prefer-dane',
  'turn-on-tls',
  'repair-tls',
  'find-the-fault',
  'read-the-log',
  'mail-all-addresses',
  'send-a-short-message',
  'send-more-messages',
  'require-less',
  'message-stays-queued',
  'message-waits-for-release',
  'message-is-released',
  'queue-is-clean',
  'nothing-to-fix',
] as const;
export type Advice = (typeof ADVICE)[number];

export interface ScenarioVerdict {
  readonly id: string;
  readonly state: ScenarioState;
  readonly conclusion: Conclusion;
  /** What was seen at this host. */
  readonly messages: readonly Message[];
  /** Only where the policy changes by the clock. */
  readonly phases?: PolicyPhases;
}

/** When to mail the host: first so that a server has its policy, and then again. */
export const PHASE_MAILINGS = ['now', 'again', 'later'] as const;

/** Of the pair of phases that is under way. Times are milliseconds since the epoch. */
export interface PolicyPhases {
  readonly phase: PhaseName;
  readonly endsAt: number;
  readonly mail: (typeof PHASE_MAILINGS)[number];
  /** When the second phase begins, or began. */
  readonly changesAt: number;
  /** In between, what a server does is judged. */
  readonly from: number;
  readonly until: number;
  /** Until when a policy of the first phase may be applied. */
  readonly policyEndsAt: number;
}

export interface Result {
  readonly scenario: string;
  /** The address of the server. */
  readonly server: string;
  readonly state: ResultState;
  readonly conclusion: Conclusion;
  readonly requirement: Requirement;
  readonly finding: Finding;
  readonly facts: FindingFacts;
  readonly rfc: string;
}

/**
 * Why an address is one of the system under test: it delivered at a control host; it delivered a message of the check
 * where none may be delivered, or during a release; or DNS ties it to a server of that kind (`SystemKnowledge`).
 */
export const MEMBERSHIPS = ['delivered', 'same-message', 'forward-confirmed', 'spf'] as const;
export type Membership = (typeof MEMBERSHIPS)[number];

export interface ServerVerdict {
  readonly address: string;
  /** What it called itself in EHLO. */
  readonly name: string | null;
  readonly reverseName: string | null;
  /** What the visitor calls it, in the addresses that it delivered to. */
  readonly label: string | null;
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
  readonly deeds: readonly { readonly deed: StrangerDeed; readonly scenarios: readonly string[] }[];
}

/** How a session of a stranger ended. */
export type StrangerDeed =
  | 'delivered'
  | 'delivered-in-clear'
  | 'refused'
  | 'rejected'
  | 'left'
  | 'lost'
  | 'closed-in-tls'
  | 'tls-failed'
  | 'opened-tls';

export interface Verdict {
  readonly outcome: Outcome;
  /** True while it is not proven for every server: anything that still arrives may change it. */
  readonly provisional: boolean;
  /** The finest distinction that the verdict makes. */
  readonly reading: Reading;
  readonly headline: HeadlineFacts;
  readonly messages: readonly Message[];
  readonly advice: readonly Advice[];
  /** What decides nothing, and beside which no pass is final. */
  readonly doubts: readonly Message[];
  /** Beside that of DANE, which it never changes; null while nothing was seen at a host with a policy. */
  readonly mtaSts: MtaStsVerdict | null;
  /** Null while MTA-STS was not tested, or one of the two is not known for certain: `headline` says it all. */
  readonly overall: OverallFacts | null;
  readonly scenarios: readonly ScenarioVerdict[];
  readonly servers: readonly ServerVerdict[];
  readonly strangers: readonly Stranger[];
  /** When the verdict would change by time alone (milliseconds since the epoch); null when only new observations can. */
  readonly changesAt: number | null;
}
