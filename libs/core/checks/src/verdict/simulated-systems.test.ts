/** What must hold of every verdict, over mail systems, strangers, orders and delays that nobody thought of one by one. */
import { SCENARIOS } from '#scenarios';
import { describe, expect, inject, it } from 'vitest';

import { Random } from '../../../../../test/support/random.js';
import {
  type History,
  type Policy,
  POLICIES,
  POLICY_HOSTS,
  simulate,
  SIMULATED_HOSTS,
  type SystemPlan,
  wasRidden,
} from '../../../../../test/support/sender-simulator.js';
import { type Client, isFirstAttempt, START, waitOf } from '../../../../../test/support/simulated-system.js';
import type { Observation } from '../observation.js';

import { ONE_ATTEMPT_MS } from './delivered.js';
import { judge } from './judge.js';
import type { Verdict } from './verdict.js';

/** Of each kind of system. */
const HISTORIES = inject('exhaustive') ? 34_000 : 2_000;
const HISTORIES_WITH_POLICIES = inject('exhaustive') ? 34_000 : 333;
const LATE_MS = 30 * 86_400_000;

const ENFORCING: SystemPlan = {
  policies: ['dane', 'dane-only', 'both'],
  maxServers: 4,
  strangersDeliver: ['dane'],
};
const NOT_ENFORCING: SystemPlan = {
  policies: ['may', 'none', 'webpki', 'webpki-first', 'webpki-or-clear', 'webpki-next', 'mta-sts'],
  maxServers: 4,
  strangersDeliver: POLICIES,
};
const ANY: SystemPlan = { policies: POLICIES, maxServers: 4, strangersDeliver: POLICIES };

/** With every host under a policy of MTA-STS, and its control. */
const WITHOUT_MTA_STS: SystemPlan = {
  policies: POLICIES.filter((policy) => policy !== 'mta-sts' && policy !== 'both'),
  maxServers: 4,
  strangersDeliver: POLICIES,
  hosts: POLICY_HOSTS,
};
const WITH_MTA_STS: SystemPlan = { ...WITHOUT_MTA_STS, policies: ['mta-sts', 'both'], strangersDeliver: [] };

const isGreen = ({ outcome, provisional }: Pick<Verdict, 'outcome' | 'provisional'>): boolean =>
  outcome === 'enforces' && !provisional;
const isRed = ({ outcome }: Verdict): boolean => isRedOutcome(outcome);
const isRedOutcome = (outcome: Verdict['outcome']): boolean =>
  ['does-not-enforce', 'no-tls', 'refuses-valid'].includes(outcome);

/** Only those are mailed, and the others would take most of the time. */
const MAILED = SCENARIOS.filter(({ id }) => SIMULATED_HOSTS.includes(id));

function judgeAt({ systems, releasedAt }: History, seen: readonly Observation[], at: number): Verdict {
  return judge(seen, at, 'not-yet', { systems, releasedAt, createdAt: START, catalogue: MAILED });
}

/** Between two observations after which a verdict is made: more histories find more than more moments of each do. */
const STRIDE = inject('exhaustive') ? 1 : 12;

interface Moment {
  readonly seen: readonly Observation[];
  readonly verdict: Verdict;
}

/** The verdicts after each observation from the given one on, as they came, and long after the last. */
function* momentsOf(history: History, from = 0): Generator<Moment> {
  const { observations, seed } = history;
  for (let count = from + 1 + (seed % STRIDE); count <= observations.length; count += STRIDE) {
    const seen = observations.slice(0, count);
    yield { seen, verdict: judgeAt(history, seen, observations[count - 1]?.at ?? 0) };
  }
  const last = judgeAt(history, observations, (observations.at(-1)?.at ?? 0) + LATE_MS);
  yield { seen: observations, verdict: last };
}

function* verdictsOf(history: History): Generator<Verdict> {
  for (const { verdict } of momentsOf(history)) yield verdict;
}

/** Whether nothing that had been seen when it was green shows that it should not be (decision 15, "What looks the same"). */
function isWronglyGreen(history: History, from: number): boolean {
  return [...momentsOf(history, from)].some(
    ({ verdict, seen }) => isGreen(verdict) && !isDisguised(history, seen),
  );
}

/** Its clock is ahead by as much as the message had waited, and whatever else it delivered had waited as long. */
function isDisguised({ servers, makers }: History, seen: readonly Observation[]): boolean {
  return servers.some((server) => {
    const waits = seen.flatMap((each) =>
      each.kind === 'delivered' && makers.get(each) === server ? [waitOf(each, server)] : [],
    );
    const least = Math.min(...waits);
    return (
      !isEnforcing(server.policy) &&
      least > ONE_ATTEMPT_MS &&
      Math.abs(server.aheadMs! - least) <= ONE_ATTEMPT_MS
    );
  });
}

/** The first history in which something is wrong, as what to look at; undefined when there is none. */
function firstWrong(
  plan: SystemPlan,
  isWrong: (history: History) => string | undefined,
  count = HISTORIES,
): string | undefined {
  for (let seed = 1; seed <= count; seed += 1) {
    const history = simulate(seed, plan);
    const wrong = isWrong(history);
    if (wrong !== undefined) return [wrong, ...tellOf(history)].join('\n');
  }
  return undefined;
}

function tellOf({ seed, servers, systems, observations }: History): string[] {
  return [
    `seed ${seed}, systems ${systems.size === 0 ? 'unknown' : 'known'}`,
    ...servers.map(({ address, policy, manner }) => `${address} ${policy} ${manner}`),
    ...observations.map(
      ({ at, clientAddress, kind, scenario, evidence }) =>
        `${at} ${clientAddress} ${kind} ${scenario} ${evidence?.certificate ?? 'clear'} ${evidence?.end} ${evidence?.messageId ?? ''}`,
    ),
  ];
}

const TIMEOUT = { timeout: inject('exhaustive') ? 3_600_000 : 300_000 };

describe(`over ${3 * HISTORIES} histories`, TIMEOUT, () => {
  it('a system none of whose servers enforces is green at no moment', () => {
    const wrong = firstWrong(NOT_ENFORCING, (history) => {
      // Before any of its servers has delivered a message, those of others are all that a verdict can be about.
      const known = history.observations.findIndex((seen) => isOf(history, seen) && isControlDelivery(seen));
      if (known < 0 && hasVisitor(history)) return undefined;
      return isWronglyGreen(history, hasVisitor(history) ? known : 0) ? 'green' : undefined;
    });
    expect(wrong).toBeUndefined();
  });

  it('no system is green once a server that does not enforce has delivered, or a message arrived that must not', () => {
    const wrong = firstWrong(ANY, (history) => {
      const bad = history.observations.findIndex(
        (seen) => isTelling(history, seen) || isForbiddenDelivery(seen),
      );
      if (bad < 0) return undefined;
      return isWronglyGreen(history, bad) ? 'green' : undefined;
    });
    expect(wrong).toBeUndefined();
  });

  it('a system all of whose servers enforce is never red, and green once each was seen at all hosts', () => {
    let seenEverywhere = 0;
    const wrong = firstWrong(ENFORCING, (history) => {
      const verdicts = [...verdictsOf(history)];
      const red = verdicts.find(isRed);
      if (red !== undefined) return `${red.outcome}: ${red.reading}`;
      const last = verdicts.at(-1);
      const isSeen = history.servers.every((server) => wasSeenEverywhere(history, server));
      if (!isSeen || last === undefined || hasVisitor(history) || history.isClockSet) return undefined;
      seenEverywhere += 1;
      return isGreen(last) ? undefined : `not green: ${last.outcome}: ${last.reading}`;
    });
    expect(wrong).toBeUndefined();
    expect(seenEverywhere).toBeGreaterThan(HISTORIES / 50);
  });

  it('neither the order of the observations nor strangers who deliver nothing change a verdict', () => {
    const wrong = firstWrong(ANY, (history) => {
      const random = new Random(history.seed);
      const seen = history.observations.slice(0, 1 + random.below(history.observations.length));
      const at = (seen.at(-1)?.at ?? 0) + random.pick([0, LATE_MS]);
      const verdict = judgeAt(history, seen, at);
      const other = JSON.stringify(judgeAt(history, random.shuffled(seen), at));
      if (JSON.stringify(verdict) !== other) return `${JSON.stringify(verdict)}\n${other}`;
      const alone = judgeAt(
        history,
        seen.filter(({ clientAddress }) => !isStranger(clientAddress)),
        at,
      );
      // Who calls itself like one who delivers is a reason for doubt, never for trust.
      const deliverers = new Set(
        seen.flatMap((each) => (each.kind === 'delivered' ? each.clientAddress : [])),
      );
      const names = new Set(seen.filter((each) => deliverers.has(each.clientAddress)).map(parentName));
      const isAlike = seen.some((each) => isStranger(each.clientAddress) && names.has(parentName(each)));
      const isSame = isRed(verdict) === isRed(alone) && (isAlike || isGreen(verdict) === isGreen(alone));
      return isSame && (isGreen(alone) || !isGreen(verdict))
        ? undefined
        : `${verdict.outcome} with strangers, ${alone.outcome} without`;
    });
    expect(wrong).toBeUndefined();
  });
});

/** Each mechanism has its own control hosts, and so its own proof. */
describe(`over ${2 * HISTORIES_WITH_POLICIES} histories at hosts with MTA-STS`, TIMEOUT, () => {
  const greens = (history: History): boolean[] =>
    [...verdictsOf(history)].map(({ mtaSts }) => mtaSts !== null && isGreen(mtaSts));

  it('a system none of whose servers uses MTA-STS is green at no moment', () => {
    const wrong = firstWrong(
      WITHOUT_MTA_STS,
      (history) => {
        if (hasVisitor(history)) return undefined;
        return greens(history).includes(true) ? 'green' : undefined;
      },
      HISTORIES_WITH_POLICIES,
    );
    expect(wrong).toBeUndefined();
  });

  it('a system of MTA-STS is never red, often green, and nothing is said of DANE', () => {
    let green = 0;
    const wrong = firstWrong(
      WITH_MTA_STS,
      (history) => {
        const verdicts = [...verdictsOf(history)];
        if (greens(history).at(-1) === true) green += 1;
        if (verdicts.some(({ reading }) => reading !== 'nothing-yet')) return 'a reading of DANE';
        return verdicts.find(({ mtaSts }) => mtaSts !== null && isRedOutcome(mtaSts.outcome))?.mtaSts
          ?.reading;
      },
      HISTORIES_WITH_POLICIES,
    );
    expect(wrong).toBeUndefined();
    expect(green).toBeGreaterThan(HISTORIES_WITH_POLICIES / 20);
  });
});

function isEnforcing(policy: Policy): boolean {
  return ENFORCING.policies.includes(policy);
}

/** As far as anybody can tell. */
function isSameMachine(one: Client, other: Client): boolean {
  return one.address === other.address && one.name === other.name;
}

function isOf({ servers }: History, { clientAddress }: Observation): boolean {
  return servers.some(({ address }) => address === clientAddress);
}

function parentName({ clientName }: Observation): string | undefined {
  return clientName?.split('.').slice(1).join('.');
}

function isStranger(address: string): boolean {
  return address.startsWith('198.51.100.');
}

function isControlDelivery({ kind, scenario }: Observation): boolean {
  return kind === 'delivered' && scenario !== 'wrong' && scenario !== 'mx-next';
}

/** Whether it shows that the system has a server that does not enforce. */
function isTelling({ servers, makers }: History, seen: Observation): boolean {
  const maker = servers.find((server) => server === makers.get(seen));
  if (maker === undefined || isEnforcing(maker.policy)) return false;
  if (!isControlDelivery(seen) && !wasRidden(seen)) return false;
  // A clone may be another server, unless it delivers at `do` as none with DANE does.
  const isClone = servers.some((other) => isSameMachine(other, maker) && isEnforcing(other.policy));
  return !isClone || (seen.scenario === 'do' && !wasRidden(seen));
}

function isForbiddenDelivery(seen: Observation): boolean {
  const { kind, scenario, evidence } = seen;
  // Over a connection to another host nothing was presented.
  if (kind !== 'delivered' || wasRidden(seen)) return false;
  return scenario === 'mx-next'
    ? evidence?.certificate !== 'fallback'
    : scenario === 'wrong' && evidence?.certificate !== 'spare';
}

/** Whether somebody else delivered by a server of their own. */
function hasVisitor(history: History): boolean {
  return history.observations.some((seen) => !isOf(history, seen) && seen.kind === 'delivered');
}

/**
 * It delivered where it must, in a first attempt, before anything went wrong there, and refused `wrong` afterwards: twice, so that every manner of
 * leaving shows.
 */
function wasSeenEverywhere({ observations, servers }: History, server: History['servers'][number]): boolean {
  const { address, name } = server;
  const here = observations.filter(({ clientAddress }) => clientAddress === address);
  const own = here.filter(({ clientName }) => clientName === name);
  const isOfPool = ({ clientAddress, clientName }: Observation): boolean =>
    clientAddress.startsWith('192.0.2.') || clientName?.endsWith('.example.net') === true;
  const delivered = own.find(
    (seen) => seen.kind === 'delivered' && seen.scenario === 'do' && isFirstAttempt(seen, server),
  );
  const isPrompt = !observations.some(
    (seen) =>
      seen.scenario === 'do' &&
      seen.kind !== 'delivered' &&
      isOfPool(seen) &&
      seen.at <= (delivered?.at ?? Infinity),
  );
  const refusals = own.filter(
    ({ scenario, kind, evidence, at }) =>
      scenario === 'wrong' &&
      (kind === 'refused' || kind === 'tls-failed') &&
      evidence?.end !== 'client-reset' &&
      evidence?.certificate === 'leaf' &&
      at > (delivered?.at ?? Infinity),
  );
  // What a laptop behind the same address does is a reason for doubt.
  const machines = servers.filter((server) => server.address === address);
  const isAlone = here.every(({ clientName }) => machines.some((machine) => machine.name === clientName));
  const clones = machines.filter((machine) => isSameMachine(machine, server));
  return (
    isPrompt &&
    isAlone &&
    clones.every(({ policy }) => policy === server.policy) &&
    delivered !== undefined &&
    refusals.length >= 2 &&
    own.some(({ scenario }) => scenario === 'dont')
  );
}
