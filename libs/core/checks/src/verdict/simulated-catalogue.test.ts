/**
 * What must hold of every verdict at the whole catalogue, where each host is a rule of its own and senders break some of them: no
 * result, no outcome and no sentence says what is untrue of the sender.
 */
import {
  failsLookup,
  findScenario,
  isControl,
  isReleaseCertificate,
  type KnownScenario,
  mustDeliver,
  mustRefuse,
  provesEnforcement,
  SCENARIOS,
} from '#scenarios';
import { describe, expect, inject, it } from 'vitest';

import {
  type History,
  type Plan,
  type Sender,
  isForbidden,
  simulate,
} from '../../../../../test/support/catalogue-simulator.js';
import { Random } from '../../../../../test/support/random.js';
import {
  canBeProven,
  conforms,
  type Fault,
  givesIn,
  holdsBack,
  isDane,
  isRightToPass,
  POLICIES,
  waysAt,
} from '../../../../../test/support/sender-truth.js';
import { isFirstAttempt } from '../../../../../test/support/simulated-system.js';
import type { Observation } from '../observation.js';

import { judge } from './judge.js';
import type { PatternCode } from './patterns.js';
import type { Result, Verdict } from './verdict.js';

/** Of each kind of system. */
const HISTORIES = inject('exhaustive') ? 1_500 : 10;
/** Between two observations after which a verdict is made. */
const STRIDE = 10;
const LATE_MS = 30 * 86_400_000;
const TIMEOUT = { timeout: inject('exhaustive') ? 3_600_000 : 300_000 };

const SYSTEMS: Readonly<Record<string, Plan>> = {
  'any system': { policies: POLICIES, faultRate: 0.6, maxServers: 3, strangersDeliver: POLICIES },
  'a system with faults': {
    policies: ['dane', 'dane', 'dane-only', 'dane-or-webpki'],
    faultRate: 1,
    maxServers: 2,
    strangersDeliver: [],
  },
  'a system that conforms': {
    policies: ['dane', 'dane', 'dane-only'],
    faultRate: 0,
    maxServers: 3,
    strangersDeliver: ['dane'],
  },
  'a system without DANE': {
    policies: POLICIES.filter((policy) => !policy.startsWith('dane')),
    faultRate: 0,
    maxServers: 3,
    strangersDeliver: [],
  },
};

/** What a pattern says of a sender. */
const FAULTS_OF: Readonly<Record<PatternCode, readonly Fault[]>> = {
  'issuer-records-ignored': ['usage-3-only', '31x-only', '311-only', 'ta-unverified'],
  'issuer-needs-public-ca': [],
  'every-usage-must-match': ['all-match'],
  'failed-lookup-taken-for-none': ['failed-lookup-as-none'],
  'dates-of-matched-certificate': ['ee-dates'],
  'implicit-mx-forgotten': ['implicit-mx-forgotten'],
  'alias-not-followed': ['alias-not-followed'],
  'pkix-records-taken-for-dane': ['usage-1-as-3'],
  'no-server-name': [],
};

/** A verdict on what had been seen of a history. */
interface Moment {
  readonly history: History;
  readonly seen: readonly Observation[];
  readonly now: number;
  readonly verdict: Verdict;
  /** Whether somebody else delivered as well, so that the verdict is about both. */
  readonly hasVisitor: boolean;
}

describe.each(Object.entries(SYSTEMS))('judge, of %s', (_, plan) => {
  it(`says nothing untrue, over ${HISTORIES} histories`, TIMEOUT, () => {
    expect(firstUntrue(plan)).toBeUndefined();
  });
});

/** The first verdict of which something is untrue, as what to look at. */
function firstUntrue(plan: Plan): string | undefined {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    for (const moment of momentsOf(simulate(seed, plan))) {
      const untrue = untrueIn(moment);
      if (untrue.length > 0) return [...untrue, ...tellOf(moment)].join('\n');
    }
  }
  return undefined;
}

function* momentsOf(history: History): Generator<Moment> {
  const { observations, seed } = history;
  const momentAt = (count: number, now: number): Moment => {
    const seen = observations.slice(0, count);
    const hasVisitor = seen.some(
      (each) => each.kind === 'delivered' && senderOf(history, each) === undefined,
    );
    return { history, seen, now, verdict: judgeAt(history, seen, now), hasVisitor };
  };
  for (let count = 1 + (seed % STRIDE); count <= observations.length; count += STRIDE) {
    yield momentAt(count, (observations[count - 1]?.at ?? 0) + (count % 3 === 0 ? 120_000 : 0));
  }
  yield momentAt(observations.length, (observations.at(-1)?.at ?? 0) + LATE_MS);
}

function judgeAt({ systems, releasedAt }: History, seen: readonly Observation[], now: number): Verdict {
  return judge(seen, now, 'not-yet', { systems, releasedAt });
}

/** What of it is untrue: nothing. */
function untrueIn(moment: Moment): string[] {
  return [
    ...untrueOutcome(moment),
    ...untrueResults(moment),
    ...untrueWords(moment),
    ...untrueOrder(moment),
    ...untrueOffer(moment),
  ];
}

function untrueOutcome({ history, seen, now, verdict, hasVisitor }: Moment): string[] {
  const { servers, mailed } = history;
  const weak = servers.filter((server) => !canBeProven(server, mailed));
  const own = seen.filter((each) => senderOf(history, each) !== undefined);
  const deliversAtControl = own.filter((each) => each.kind === 'delivered' && isControl(hostOf(each)));
  const isAlone = servers.length === 1 && !hasVisitor;
  const isDisturbed = seen.some(
    (each) =>
      senderOf(history, each) === undefined && servers.some(({ address }) => address === each.clientAddress),
  );
  const verifiesNothing = servers.every(({ policy }) =>
    ['may', 'none', 'encrypt', 'encrypt-first'].includes(policy),
  );
  return faultsOf({
    'green after a message that must not arrive': isGreen(verdict) && own.some(isForbidden),
    'green beside a server that cannot be proven':
      isGreen(verdict) &&
      deliversAtControl.some((each) => weak.some((server) => server === senderOf(history, each))),
    // A refusal by somebody behind the address of a server is likely its own, and never more.
    'enforces, and no server verifies anything':
      !hasVisitor && !isDisturbed && verifiesNothing && verdict.outcome === 'enforces',
    'red, and all servers conform':
      !hasVisitor && isRed(verdict) && servers.every((server) => conforms(server, mailed)),
    'not green at last':
      isAlone && now > (seen.at(-1)?.at ?? 0) + 120_000 && mustBeGreen(history) && !isGreen(verdict),
  });
}

function untrueResults({ history, verdict, hasVisitor }: Moment): string[] {
  const untrue = verdict.servers.flatMap(({ address, results }) => {
    const sender = history.servers.find((each) => each.address === address);
    return sender === undefined ? [] : results.flatMap((result) => untrueResult(sender, result));
  });
  const neverRefused = verdict.scenarios.filter(({ id, conclusion }) => {
    const scenario = findScenario(id);
    return (
      conclusion === 'pass' &&
      scenario !== undefined &&
      mustRefuse(scenario) &&
      history.servers.every((each) => !givesIn(each) && !waysAt(each, scenario).every(holdsBack))
    );
  });
  return [...untrue, ...(hasVisitor ? [] : neverRefused.map(({ id }) => `${id} is passed by nobody`))];
}

function untrueResult(sender: Sender, { scenario: id, conclusion, finding }: Result): string[] {
  const scenario = findScenario(id);
  if (scenario === undefined) return [];
  const ways = waysAt(sender, scenario);
  const label = `${id} ${conclusion} (${finding}), and it is ${ways.join(', then ')}: `;
  return faultsOf({
    'passes where it would deliver':
      conclusion === 'pass' && mustRefuse(scenario) && !isRightToPass(sender, scenario),
    'fails where it never delivers': conclusion === 'fail' && mustRefuse(scenario) && ways.every(holdsBack),
    'fails where it always delivers':
      conclusion === 'fail' && mustDeliver(scenario) && ways.every((way) => way === 'tls'),
    'passes where it never delivers': conclusion === 'pass' && mustDeliver(scenario) && !ways.includes('tls'),
    'records rule out what could not be looked up':
      finding === 'accepted-unmatched-certificate' && failsLookup(scenario),
  }).map((fault) => label + fault);
}

function untrueWords({ history, seen, verdict, hasVisitor }: Moment): string[] {
  const { servers, mailed } = history;
  const judged = new Set(verdict.servers.map(({ address }) => address));
  const own = seen.filter(({ clientAddress }) => judged.has(clientAddress));
  const delivered = own.filter(({ kind }) => kind === 'delivered');
  const inClear = delivered.filter(({ tls }) => tls === null);
  const refused = own.filter(
    (each) =>
      each.kind === 'refused' &&
      mustRefuse(hostOf(each)) &&
      !isReleaseCertificate(each.evidence?.certificate),
  );
  const isProvenRefused = verdict.servers.some(({ results }) =>
    results.some(({ scenario, state }) => state === 'refused' && mustRefuse(hostOf({ scenario }))),
  );
  const codes = new Set<string>(verdict.messages.map(({ code }) => code));
  const says = (code: Verdict['messages'][number]['code']): boolean => codes.has(code);
  const named = (names: readonly string[]): readonly Sender[] =>
    hasVisitor
      ? []
      : servers.filter(
          ({ name, address }) =>
            judged.has(address) && [name, `${name} (${address})`].some((each) => names.includes(each)),
        );
  const patterns = verdict.messages.flatMap((message) =>
    message.code === 'same-pattern' ? [message.facts] : [],
  );
  return faultsOf({
    'proven, of a server that cannot be': named(verdict.headline.proven).some(
      (each) => !canBeProven(each, mailed),
    ),
    'failed, of a server that conforms': named(verdict.headline.failed).some((each) =>
      conforms(each, mailed),
    ),
    // Of one that gives in later, nothing else may have been seen yet.
    'a pattern of another fault': patterns.some(({ who, pattern }) =>
      servers.some(
        (each) =>
          who.some((label) => label.includes(each.address)) &&
          !FAULTS_OF[pattern].some((fault) => each.faults.has(fault)) &&
          mailed.every((scenario) => new Set(waysAt(each, scenario)).size === 1),
      ),
    ),
    'never asked for records, of a server with DANE':
      !hasVisitor &&
      says('dns-never-asked') &&
      servers.some((each) => isDane(each) && forbiddenOf(each, seen)),
    'all in the clear': says('all-in-the-clear') && delivered.length > inClear.length,
    'in the clear at broken hosts':
      says('clear-at-broken') && !inClear.some((each) => mustRefuse(hostOf(each))),
    'in the clear at valid hosts':
      says('clear-at-valid') && !inClear.some((each) => mustDeliver(hostOf(each))),
    'valid hosts were delivered to':
      says('valid-arrived') && !delivered.some((each) => mustDeliver(hostOf(each))),
    'refused some hosts': says('refused-only-some') && refused.length === 0 && !isProvenRefused,
    'delivered everywhere':
      verdict.reading === 'delivered-everywhere' && refused.some((each) => provesEnforcement(hostOf(each))),
  });
}

function untrueOrder({ history, seen, now, verdict }: Moment): string[] {
  if (seen.length < history.observations.length) return [];
  const shuffled = judgeAt(history, new Random(history.seed).shuffled(seen), now);
  return faultsOf({
    'another verdict in another order': JSON.stringify(verdict) !== JSON.stringify(shuffled),
  });
}

/** Where some of the hosts are not offered any more. */
function untrueOffer({ history, seen, now, hasVisitor }: Moment): string[] {
  const { seed, servers, mailed, systems, releasedAt } = history;
  const random = new Random(seed);
  const catalogue = SCENARIOS.filter(({ level }) => level === 'quick' || random.chance(0.5));
  const verdict = judge(seen, now, 'not-yet', { systems, releasedAt, catalogue });
  const weak = servers.filter((server) => !canBeProven(server, mailed));
  const own = seen.filter((each) => senderOf(history, each) !== undefined && each.kind === 'delivered');
  return faultsOf({
    'green after a message that must not arrive, of hosts that are offered':
      isGreen(verdict) && own.some(isForbidden),
    'green beside a server that cannot be proven, of hosts that are offered':
      isGreen(verdict) &&
      own.some(
        (each) => weak.some((server) => server === senderOf(history, each)) && isControl(hostOf(each)),
      ),
    'red, and all servers conform, of hosts that are offered':
      !hasVisitor && isRed(verdict) && servers.every((server) => conforms(server, mailed)),
  });
}

/**
 * One server that conforms, delivered at `do` in a first attempt before anything went wrong where one must deliver, and refused twice at a host where
 * that is proof: by itself, and with nobody beside it who calls itself alike.
 */
function mustBeGreen({ servers: [server], mailed, observations, isClockSet }: History): boolean {
  if (server === undefined || isClockSet || !conforms(server, mailed)) return false;
  const own = observations.filter(({ clientAddress }) => clientAddress === server.address);
  const deliveredAt =
    own.find((seen) => seen.kind === 'delivered' && seen.scenario === 'do' && isFirstAttempt(seen, server))
      ?.at ?? Infinity;
  const wentWrong = own.some(
    (each) =>
      isTrouble(each) &&
      mustDeliver(hostOf(each)) &&
      hostOf(each).replies === undefined &&
      each.at <= deliveredAt,
  );
  const isImitated = observations.some(({ clientAddress, clientName }) =>
    clientAddress === server.address ? clientName !== server.name : clientName?.endsWith('.example.net'),
  );
  const refusals = own.filter(
    (each) =>
      each.clientName === server.name &&
      provesEnforcement(hostOf(each)) &&
      (each.kind === 'refused' || each.evidence?.end === 'client-closed') &&
      each.evidence?.certificate === hostOf(each).certificate &&
      each.exclusive !== false &&
      each.at > deliveredAt,
  );
  const isTwice = refusals.some((one) =>
    refusals.some((other) => other !== one && other.scenario === one.scenario),
  );
  return isTwice && !wentWrong && !isImitated;
}

function isTrouble({ kind }: Observation): boolean {
  return ['refused', 'tls-failed', 'lost', 'rejected', 'left'].includes(kind);
}

function forbiddenOf({ address }: Sender, seen: readonly Observation[]): boolean {
  return seen.some((each) => each.clientAddress === address && isForbidden(each));
}

/** Somebody else may be behind its address. */
function senderOf({ servers }: History, { clientAddress, clientName }: Observation): Sender | undefined {
  return servers.find(({ address, name }) => address === clientAddress && name === clientName);
}

function hostOf({ scenario }: { readonly scenario: string }): KnownScenario {
  const found = findScenario(scenario);
  if (found === undefined) throw new Error(`no such scenario: ${scenario}`);
  return found;
}

function faultsOf(claims: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(claims).filter((claim) => claims[claim]);
}

function isGreen({ outcome, provisional }: Verdict): boolean {
  return outcome === 'enforces' && !provisional;
}

function isRed({ outcome }: Verdict): boolean {
  return ['does-not-enforce', 'no-tls', 'refuses-valid'].includes(outcome);
}

/** The seed, and what to look at. */
function tellOf({ history: { seed, servers, systems }, seen, verdict }: Moment): string[] {
  return [
    `seed ${seed}, ${verdict.reading} after ${seen.length}, systems ${systems.size === 0 ? 'unknown' : 'known'}`,
    ...servers.map(
      ({ address, policy, faults, manner }) => `${address} ${policy} ${[...faults].join(' ')} ${manner}`,
    ),
    ...seen.map(
      ({ at, clientAddress, kind, scenario, evidence }) =>
        `${at} ${clientAddress} ${kind} ${scenario} ${evidence?.certificate ?? 'clear'} ${evidence?.end} ${evidence?.messageId ?? ''}`,
    ),
  ];
}
