/**
 * What servers do where a policy of MTA-STS changes by the clock (phases in #scenarios). In the first phase it forbids delivery, in the
 * second a new one allows it, or there is none any more. Only a server that was seen to refuse in the first phase, because of the
 * policy (proof.ts), is known to have it; until when it may apply it is fixed. So what it does in the second phase shows whether it
 * looks for a new policy (RFC 8461 §5), or keeps one that cannot be found any more (§3.3). What was not seen proves nothing, and what
 * others do neither: another server has a cache of its own.
 */
import { firstUntil, isInFirst, phaseAt, type Scenario, secondPhaseOf, type SecondPhase } from '#scenarios';

import { type Controls, isUnderOneOf } from './controls.js';
import { keysOfNames } from './delivered.js';
import { judged, type Judged, toResult } from './judged.js';
import type { Message } from './message.js';
import { type Outage, outagesFor } from './not-given.js';
import { isItsOwn, isRefusalOfUnmatched, RETRIES_APART_MS, weighAt } from './proof.js';
import type { ServerResults } from './results.js';
import { messageOf, type Server } from './servers.js';
import { openedToOther } from './session-host.js';
import type {
  Conclusion,
  PolicyPhases,
  Result,
  ScenarioState,
  ScenarioVerdict,
  SeenObservation,
} from './verdict.js';

/** A server whose refusals go on for so long after a change has not looked for a new policy, which it only has to in the end. */
const GOES_ON_MS = 60 * 60_000;

export interface PolicyChanges {
  /** By the address of the server. */
  readonly results: ReadonlyMap<string, readonly Result[]>;
  readonly scenarios: readonly ScenarioVerdict[];
  /** When what is said of the phases changes; null while nobody was seen there. */
  readonly changesAt: number | null;
}

interface ChangeOptions {
  readonly now: number;
  readonly isPatient: boolean;
  /** When policies were not served. */
  readonly outages: readonly Outage[];
}

/** @param scenarios those that change, @param servers of the check, by what they did at the other hosts of MTA-STS */
export function judgeChanges(
  observations: readonly SeenObservation[],
  scenarios: readonly Scenario[],
  servers: readonly ServerResults[],
  { now, isPatient, outages }: ChangeOptions,
): PolicyChanges {
  const results = new Map<string, Result[]>();
  const verdicts = scenarios.map((scenario) => {
    const here = observations.filter((seen) => seen.scenario === scenario.id && seen.kind !== 'dns-query');
    const own = servers.flatMap(({ server, controls }) => {
      const seen = here.filter(({ clientAddress }) => clientAddress === server.address);
      const found = seen.length === 0 ? null : judgeServer(server, scenario, seen, { controls, outages });
      if (found === null) return [];
      const result = toResult(server, scenario, found);
      results.set(server.address, [...(results.get(server.address) ?? []), result]);
      return [{ result, seen }];
    });
    return verdictOf(scenario, own, { now, isPatient });
  });
  const isVisited = results.size > 0;
  return { results, scenarios: verdicts, changesAt: isVisited ? phaseAt(now).ends : null };
}

/** Null: nothing but sessions that say nothing. */
function judgeServer(
  server: Server,
  scenario: Scenario,
  seen: readonly SeenObservation[],
  { controls, outages }: Pick<Known, 'controls' | 'outages'>,
): Judged | null {
  const first = seen.filter(({ at }) => isInFirst(at));
  const { weight, refusals } = weighAt(scenario, server.membership, first, controls);
  const proven = weight === 'proof' ? refusals : [];
  const pairs = new Map(proven.map(({ at }) => [secondPhaseOf(at).changesAt, secondPhaseOf(at)]));
  const found = [...pairs.values()].flatMap((pair) => {
    const before = proven.filter(({ at }) => secondPhaseOf(at).changesAt === pair.changesAt);
    const after = seen.filter((each) => each.at > pair.from && each.at < pair.until);
    const names = keysOfNames(before);
    const known = { before, after: after.filter((each) => isUnderOneOf(names, each)), controls, outages };
    return scenario.mtaSts?.later === 'none' ? afterNewPolicy(known, seen, pair) : afterWithdrawal(known);
  });
  const decided = (['fail', 'pass', 'info'] as const).flatMap((conclusion) =>
    found.filter((each) => each.conclusion === conclusion),
  )[0];
  if (decided !== undefined) return decided;
  if (proven.length > 0) return judged('refused', 'waiting', 'refused-before-change', proven);
  const delivered = seen.filter(({ kind }) => kind === 'delivered');
  if (delivered.length > 0) return judged('not-judged', 'info', 'delivered-without-policy', delivered);
  const open = seen.filter(isRefusalOfUnmatched);
  if (open.length > 0) return judged('likely-refused', 'waiting', 'policy-refusal-open', open);
  const left = seen.filter(({ kind }) => kind === 'left');
  return left.length === 0 ? null : judged('left', 'waiting', 'left-after-accepting', left);
}

/** What a server did that had refused because of the first policy. */
interface Known {
  readonly before: readonly SeenObservation[];
  /** In the second phase, while the first policy could be applied. */
  readonly after: readonly SeenObservation[];
  readonly controls: Controls;
  readonly outages: readonly Outage[];
}

function afterNewPolicy(
  known: Known,
  seen: readonly SeenObservation[],
  { from, until }: SecondPhase,
): Judged[] {
  const delivered = deliveriesOfRefused(known);
  if (delivered.length > 0) return [judged('delivered', 'pass', 'followed-new-policy', delivered)];
  const refused = ownRefusals(known);
  const [begin, end] = [refused[0]?.at ?? 0, refused.at(-1)?.at ?? 0];
  const isEnded = seen.some(({ kind, at }) => kind === 'delivered' && at > from && at < until);
  // It may have looked for the new one in vain.
  const isAway = outagesFor({ from: begin, until: end }, known.outages).length > 0;
  if (end - begin < GOES_ON_MS || isEnded || isAway) return [];
  return [judged('refused', 'info', 'kept-old-policy', refused)];
}

function afterWithdrawal(known: Known): Judged[] {
  const forgotten = deliveriesOfRefused(known);
  if (forgotten.length > 0) return [judged('delivered', 'fail', 'forgot-withdrawn-policy', forgotten)];
  const refused = ownRefusals(known);
  return refused.length === 0 || known.after.some(({ kind }) => kind === 'delivered')
    ? []
    : [judged('refused', 'pass', 'kept-withdrawn-policy', refused)];
}

/** Of the very message that was refused: of several machines behind one address each has its own queue, and its own cache. */
function deliveriesOfRefused({ before, after, controls }: Known): SeenObservation[] {
  const refused = new Set(
    controls.deliveries
      .filter((delivery) => before.some(({ at }) => Math.abs(at - delivery.at) <= RETRIES_APART_MS))
      .flatMap(messageOf),
  );
  return after
    .filter(isOwnDelivery)
    .filter((each) => messageOf(each).some((message) => refused.has(message)));
}

function ownRefusals({ after }: Known): SeenObservation[] {
  return after.filter((each) => isRefusalOfUnmatched(each) && isItsOwn(each));
}

/** Over a connection that was opened for it. */
function isOwnDelivery(seen: SeenObservation): boolean {
  return seen.kind === 'delivered' && openedToOther(seen, new Map()) === null;
}

interface OwnResult {
  readonly result: Result;
  readonly seen: readonly SeenObservation[];
}

function verdictOf(
  scenario: Scenario,
  own: readonly OwnResult[],
  { now, isPatient }: { readonly now: number; readonly isPatient: boolean },
): ScenarioVerdict {
  const seen = own.flatMap((each) => each.seen);
  const state = stateOf(seen, isPatient);
  const phases = phasesOf(own, now);
  const messages: Message[] = [
    ...(own.length === 0 ? [{ code: 'nothing-seen', facts: { isLong: state === 'not-seen' } } as const] : []),
    ...own.map(
      ({ result: { finding, facts } }) => ({ code: 'result', facts: { finding, ...facts } }) as const,
    ),
    aboutPhases(scenario, phases),
  ];
  return { id: scenario.id, state, conclusion: concludes(own, state), messages, phases };
}

function stateOf(seen: readonly SeenObservation[], isPatient: boolean): ScenarioState {
  if (seen.some(({ kind }) => kind === 'delivered')) return 'delivered';
  if (seen.some(isRefusalOfUnmatched)) return 'refused';
  return isPatient ? 'not-seen' : 'waiting';
}

function concludes(own: readonly OwnResult[], state: ScenarioState): Conclusion {
  const has = (conclusion: Conclusion): boolean => own.some(({ result }) => result.conclusion === conclusion);
  for (const conclusion of ['fail', 'pass', 'waiting', 'info'] as const)
    if (has(conclusion)) return conclusion;
  return state === 'not-seen' ? 'info' : 'waiting';
}

/** When to mail the host: at first so that a server has the policy, and then again. */
function phasesOf(own: readonly OwnResult[], now: number): PolicyPhases {
  const { name: phase, ends: endsAt } = phaseAt(now);
  const { changesAt, from, until, policyEndsAt } = secondPhaseOf(now);
  const hasPolicy = own.some(
    ({ result, seen }) =>
      result.finding === 'refused-before-change' &&
      seen.some(({ at }) => isInFirst(at) && secondPhaseOf(at).changesAt === changesAt),
  );
  const mail = phase === 'first' ? 'now' : hasPolicy && now < until ? 'again' : 'later';
  return { phase, endsAt, mail, changesAt, from, until, policyEndsAt };
}

function aboutPhases({ mtaSts }: Scenario, { endsAt, mail, from, until }: PolicyPhases): Message {
  const later = mtaSts?.later === 'none' ? 'none' : 'withdrawn';
  // A refusal at the edge of the phase would not count.
  const changesAt = mail === 'now' ? firstUntil(endsAt) : endsAt;
  return { code: 'policy-phases', facts: { later, mail, changesAt, from, until } };
}
