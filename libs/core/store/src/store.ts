/**
 * The store is the only link between the apps. This file is its interface; nothing outside libs/core/store knows the engine.
 */
import type { Check, CheckReport, NewObservation, Observation, Releases, StoredObservation } from '#checks';
import type { Rate, RateExceeded } from '#limits';

import type { OperatorMailRepository } from './operator-mail/operator-mail-store.js';
import type { ProbesRepository } from './probes/probe-store.js';
import type { TlsReportsRepository } from './tls-reports/tls-report-store.js';

/** A check as stored, with the number of observations beyond the cap: counted, not kept. */
export interface StoredCheck extends Check {
  readonly releases: Releases;
  readonly observationsDropped: number;
}

/** A check with what was seen for it, as both were at one moment: neither tells of something that the other lacks. */
export interface CheckAtOneMoment {
  readonly check: StoredCheck;
  /** With their attribution, in the order of ids. */
  readonly observations: Observation[];
  /** What mail systems reported of its hosts, in the order in which that came. */
  readonly reports: readonly CheckReport[];
  /** Never falls; see `revision` of the contract. */
  readonly revision: number;
}

export interface ChecksRepository {
  /**
   * Stores a new check. When more than `maxChecks` are stored, the oldest that have received no mail go first, and
   * only then the oldest of the others. The new check itself stays.
   */
  insert(check: Check, maxChecks: number): Promise<void>;
  /** Null when the check is unknown or expired at `now`. */
  find(token: string, now: number): Promise<CheckAtOneMoment | null>;
  /** Those of the checks that exist and have not expired at `now`, in one reading however many are asked for. */
  findMany(tokens: readonly string[], now: number): Promise<Check[]>;
  /** Whether the check exists and has not expired at `now`. */
  isLive(token: string, now: number): Promise<boolean>;
  /**
   * What decides about the releases of the check, or null when it is unknown or expired at `now`. Reads nothing else: it
   * answers every handshake with the name of a check and every RCPT TO.
   */
  findLive(token: string, now: number): Promise<Releases | null>;
  /**
   * Notes that a server's system was found at `now` to refuse at a scenario, which opens the way to its release: what DNS
   * says of an address is known only after its observation is stored.
   */
  noteSystemRefusal(token: string, scenario: string, now: number): Promise<void>;
  /** Notes that the release of a scenario was asked for at `now`, unless it was before or nobody was seen to refuse. */
  requestRelease(token: string, scenario: string, now: number): Promise<void>;
  /** Notes what the check came to; answers whether that is new to all processes. */
  noteOutcome(token: string, outcome: string): Promise<boolean>;
  /** How many releases were asked for of each of the checks that have any, whichever process was asked. */
  countRequests(tokens: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Deletes what has expired at `now`: checks with their observations, old unattributed ones, rates. Answers how many checks. */
  deleteExpired(now: number): Promise<number>;
}

/**
 * `dropped`: the check has as many observations as are stored for one, and this one tells nothing new (reserve.ts): it
 * was only counted.
 */
export type AppendResult = 'stored' | 'dropped' | 'no-check';

export interface ObservationsRepository {
  /**
   * Resolves only when the observation is committed and would survive a power cut. Within one process ids follow the
   * order of the calls, whether or not their promises are awaited.
   */
  append(observation: NewObservation): Promise<AppendResult>;
  /** What was seen for the check, with its attribution, in the order of ids; of an expired check too. */
  ofCheck(check: Check): Promise<Observation[]>;
  /** Fetches of policies since that time that were stored after that id, the newest thousands of them, in the order of ids. */
  policyFetches(since: number, afterId: number): Promise<StoredObservation[]>;
  /** Likewise what else was seen at the hosts with a policy, at any time: sessions that name no check, and deliveries. */
  pooledSessions(afterId: number): Promise<StoredObservation[]>;
  /** The checks to which an observation without a token belongs now. */
  tokensOf(unattributed: Pick<StoredObservation, 'at' | 'clientAddress' | 'scenario'>): Promise<string[]>;
}

export interface RatesRepository {
  /**
   * Counts one more of each within its minute, and answers null; or answers the first limit that this would exceed, and counts
   * nothing. Exact over all processes.
   */
  count(rates: readonly Rate[], now: number): Promise<RateExceeded | null>;
}

/** That an observation was stored, and what tells which checks it belongs to: these are then read. */
export type ObservationNotice = Pick<
  StoredObservation,
  'id' | 'token' | 'kind' | 'at' | 'clientAddress' | 'scenario'
>;

/** New observations of all processes, in the order of ids, each once. */
export interface ObservationFeed {
  /**
   * Starts with the first observation appended after this call. The function returned ends it.
   *
   * @param rewound the store went back, as a standby does that takes over without the last moments: anything read before may be
   *   gone, and what came in between is left out. Ids, and so revisions, go on above all that listeners got.
   */
  subscribe(
    listener: (observations: readonly ObservationNotice[]) => void,
    rewound?: () => void,
  ): Promise<() => void>;
}

export interface Store {
  readonly checks: ChecksRepository;
  readonly observations: ObservationsRepository;
  readonly probes: ProbesRepository;
  readonly rates: RatesRepository;
  readonly operatorMail: OperatorMailRepository;
  readonly tlsReports: TlsReportsRepository;
  readonly feed: ObservationFeed;
  /** Throws when the store can be read or written no more. Writes at most every few seconds. */
  ping(): Promise<void>;
  /** Waits for what is being written, then closes. */
  close(): Promise<void>;
}
