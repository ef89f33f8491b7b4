/**
 * The release of a refused scenario: a sender that rightly refused keeps the message queued, and there it stays. Once a
 * server of the check was seen to refuse, the receiver can present the certificate of the scenario's release to the host name of that check,
 * which one of the TLSA records describes: the retry is delivered, and shows that the sender defers and retries. It ends
 * with the first delivery or after a day; from then on the host presents what it always presents, so that a server that
 * does not verify is still seen. Nothing has to happen at a given moment: the state follows from three times and the clock.
 *
 * The classic address form has no host name of its own, so it cannot be released: every check would be.
 */
import {
  findScenario,
  isControl,
  isReleaseCertificate,
  measures,
  type Scenario,
  SCENARIOS,
} from '#scenarios';

import type { NewObservation, Observation } from './observation.js';
import { isRefusal } from './session-outcome.js';
import type { ServerVerdict } from './verdict/verdict.js';

/** What decides about the release of one scenario of a check, in milliseconds since the epoch. */
export interface ReleaseFacts {
  /** When it was first known that a server of the check refuses there. */
  readonly refusedAt: number;
  /** When somebody asked for the release; null when nobody did. */
  readonly requestedAt: number | null;
  /** When the first message was delivered to the certificate of the release; null before that. */
  readonly closedAt: number | null;
}

/** By scenario; one that nobody was seen to refuse is not in it. */
export type Releases = ReadonlyMap<string, ReleaseFacts>;

/** Of a check that has just been made. */
export const NO_RELEASES: Releases = new Map();

/** So long the certificate of the release is presented at most: a sender's longest retry interval is a few hours. */
export const RELEASE_LASTS_MS = 24 * 60 * 60_000;

/**
 * - `not-yet`: no server of the check was seen to refuse.
 * - `unavailable`: one was, but at a host that all checks share (classic address form).
 * - `possible`: the message stays queued until the release.
 * - `released`: the retry gets through; we wait for it.
 * - `delivered`: something was delivered, and the release is over.
 * - `expired`: nothing was delivered within a day, and the release is over.
 */
export const RELEASE_STATES = [
  'not-yet',
  'unavailable',
  'possible',
  'released',
  'delivered',
  'expired',
] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

export interface Release {
  readonly state: ReleaseState;
  /**
   * `possible`: when it is released without being asked for, null = never. `released`: since when. `delivered`, `expired`:
   * when it ended. Null in the other states.
   */
  readonly at: number | null;
}

export interface ScenarioRelease extends Release {
  readonly scenario: string;
}

/** Where the releases of a check stand, one for each scenario that can be released, in the order of the table. */
export function releasesOf(
  facts: Releases,
  observations: readonly Observation[],
  afterMs: number | null,
  now: number,
): ScenarioRelease[] {
  return RELEASABLE.map((scenario) => ({
    scenario,
    ...releaseOf(facts.get(scenario), observations, scenario, afterMs, now),
  }));
}

const FOREMOST_FIRST: readonly ReleaseState[] = [
  'possible',
  'released',
  'delivered',
  'expired',
  'unavailable',
  'not-yet',
];

/** Of several releases the one in which there is something to do or to wait for. */
export function foremostRelease(releases: readonly Release[]): Release {
  const states = FOREMOST_FIRST.flatMap((state) => releases.filter((release) => release.state === state));
  return states[0] ?? { state: 'not-yet', at: null };
}

/** When the state changes by time alone; null when it does not. */
export function releaseChangesAt({ state, at }: Release): number | null {
  if (at === null) return null;
  if (state === 'possible') return at;
  return state === 'released' ? at + RELEASE_LASTS_MS : null;
}

/**
 * When the scenario is released, as far as is known: a time to come, one that is past, or null.
 *
 * @param afterMs how long after the refusal that happens automatically; null = never
 */
export function releaseTime({ refusedAt, requestedAt }: ReleaseFacts, afterMs: number | null): number | null {
  const automatic = afterMs === null ? null : refusedAt + afterMs;
  if (automatic === null || requestedAt === null) return automatic ?? requestedAt;
  return Math.min(automatic, requestedAt);
}

/** Whether the certificate of the release is presented at `now`. */
export function isReleased(facts: ReleaseFacts, afterMs: number | null, now: number): boolean {
  const time = releaseTime(facts, afterMs);
  return time !== null && facts.closedAt === null && now >= time && now < time + RELEASE_LASTS_MS;
}

/** Where the release of a scenario stands. */
export function releaseOf(
  facts: ReleaseFacts | undefined,
  observations: readonly Observation[],
  scenario: string,
  afterMs: number | null,
  now: number,
): Release {
  if (facts === undefined) {
    const shared = observations.some(
      (each) => each.scenario === scenario && each.attribution === 'same-client' && each.kind === 'refused',
    );
    return { state: shared ? 'unavailable' : 'not-yet', at: null };
  }
  if (facts.closedAt !== null) return { state: 'delivered', at: facts.closedAt };
  const at = releaseTime(facts, afterMs);
  if (at === null || now < at) return { state: 'possible', at };
  if (now >= at + RELEASE_LASTS_MS) return { state: 'expired', at: at + RELEASE_LASTS_MS };
  return { state: 'released', at };
}

/**
 * Whether the observation may open the release of the check that it names: a refusal, or what is probably one, at a host
 * where one must refuse. It does so only if its client is a server of the check: it delivered at a control host.
 */
export function mayOpenRelease(observation: NewObservation): boolean {
  const { token, scenario } = observation;
  return token !== null && isReleasable(scenario) && isRefusal(observation);
}

/**
 * The scenarios whose release opens because another address of a server's system probably refused there. Whose address it is
 * can be known later than the refusal: DNS says it (servers.ts).
 */
export function refusedBySystem(
  servers: readonly ServerVerdict[],
  observations: readonly Observation[],
): string[] {
  const refused = servers.flatMap(({ address, results }) =>
    results.flatMap(({ scenario, finding }) =>
      finding === 'refused-by-system' && refusedByName(observations, scenario, address) ? [scenario] : [],
    ),
  );
  return [...new Set(refused)].filter(isReleasable);
}

/** At the host of the check itself: no other one can be released. */
function refusedByName(observations: readonly Observation[], id: string, address: string): boolean {
  return observations.some(
    (each) =>
      each.scenario === id &&
      each.clientAddress === address &&
      each.attribution === 'exact' &&
      isRefusal(each),
  );
}

/** Where a delivery shows who may have a release: those of MTA-STS have none, and say nothing of others. */
export function isDaneControl(scenario: Scenario): boolean {
  return isControl(scenario) && measures('dane')(scenario);
}

/** Whether the observation makes its client a server of the check that it names. */
export function isControlDelivery({ kind, token, scenario }: NewObservation): boolean {
  const found = findScenario(scenario);
  return kind === 'delivered' && token !== null && found !== undefined && isDaneControl(found);
}

/** Whether it is a delivery to the certificate of a release, which ends it. */
export function endsRelease(observation: NewObservation): boolean {
  return observation.token !== null && isDeliveryOnRelease(observation);
}

/** Whether it is a delivery to the certificate of a release: conforming, because a TLSA record describes it. */
export function isDeliveryOnRelease({
  kind,
  scenario,
  tls,
  evidence,
}: Pick<Observation, 'kind' | 'scenario' | 'tls' | 'evidence'>): boolean {
  return (
    kind === 'delivered' &&
    tls !== null &&
    isReleaseCertificate(evidence?.certificate) &&
    isReleasable(scenario)
  );
}

/** The scenarios that can be released: those whose plan has a certificate for it. */
export const RELEASABLE: readonly string[] = SCENARIOS.filter(({ release }) => release !== null).map(
  ({ id }) => id,
);

export function isReleasable(scenario: string): boolean {
  return RELEASABLE.includes(scenario);
}
