/**
 * Failures at hosts whose policy we may not have served when the sender looked for it: without one it has to deliver (RFC 8461 §5).
 * While nothing else failed, the verdict stays red and is not final; the result itself is open. That only ever takes certainty away:
 * it makes nothing pass. That somebody fetched the policy in between makes no difference: each machine of a system has a cache of its
 * own, and it may have been an admin in search of the fault.
 */
import { atEach } from './doubts.js';
import type { Facts } from './facts.js';
import type { Message } from './message.js';
import { type Results, withEach } from './results.js';
import type { Result, SeenObservation } from './verdict.js';

/** A time in which policies were not served, or of which that is not known (yet). */
export interface Outage {
  readonly from: number;
  /** Infinity while that is not known. */
  readonly until: number;
}

/** A sender may remember for a while that it found no policy, or look for one long before it delivers. */
const BEFORE_DELIVERY_MS = 4 * 3_600_000;

/** Whether they were served at the time of a delivery is known within seconds; later only an outage leaves it open. */
const KNOWN_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 2_000;

export interface NotGiven {
  /** Whether each failure that decides may come from that. */
  readonly isOpen: boolean;
  readonly doubts: readonly Message[];
  /** With those failures left open. */
  readonly results: Results;
  /** When to look again whether they were served. */
  readonly changesAt: number | null;
}

export function notGivenTo(facts: Facts, outages: readonly Outage[], now: number): NotGiven {
  const { servers, members } = facts.results;
  const failures = [...servers, ...members].flatMap(({ results }) => results.filter(isFailure));
  const open = new Map<Result, readonly SeenObservation[]>();
  for (const failure of failures) {
    const deliveries = deliveriesOf(facts, failure);
    const mayLackAll = deliveries.every(({ at }) => outagesFor({ from: at, until: at }, outages).length > 0);
    if (deliveries.length > 0 && mayLackAll) open.set(failure, deliveries);
  }
  const deciding = failures.filter(({ requirement }) => requirement === 'required');
  const doubtful = deciding.filter((failure) => open.has(failure));
  const newestAt = Math.max(...[...open.values()].flat().map(({ at }) => at));
  const isKnownSoon = outages.some(({ until }) => until === Infinity) && now < newestAt + KNOWN_WITHIN_MS;
  return {
    isOpen: doubtful.length > 0 && doubtful.length === deciding.length,
    doubts: atEach(
      facts,
      doubtful.flatMap((failure) => open.get(failure) ?? []),
      'policy-not-given',
    ),
    results: withEach(facts.results, (result) => (open.has(result) ? asOpen(result) : result)),
    changesAt: isKnownSoon ? now + LOOK_AGAIN_MS : null,
  };
}

function isFailure({ conclusion }: Result): boolean {
  return conclusion === 'fail';
}

function asOpen(failure: Result): Result {
  return { ...failure, conclusion: 'waiting', finding: 'policy-not-given' };
}

function deliveriesOf({ byScenario }: Facts, { scenario, server }: Result): SeenObservation[] {
  const { overTls = [], inClear = [] } = byScenario.get(scenario) ?? {};
  return [...overTls, ...inClear].filter(({ clientAddress }) => clientAddress === server);
}

/** Those because of which a sender may have had no policy in that time. */
export function outagesFor(
  time: { readonly from: number; readonly until: number },
  outages: readonly Outage[],
): readonly Outage[] {
  return outages.filter(({ from, until }) => from <= time.until && until >= time.from - BEFORE_DELIVERY_MS);
}
