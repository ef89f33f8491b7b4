/**
 * The decision: from the results of all servers to one reading, the finest distinction that the verdict makes, and its
 * outcome. The weakest server decides. Deliveries and refusals that we saw decide promptly; silence never decides.
 */
import {
  type Scenario,
  isControl,
  isDowngrade,
  mustDeliver,
  mustRefuse,
  provesEnforcement,
} from '#scenarios';
import { withoutRootDot } from '#text';

import { type Facts, type Seen, isDelivered, isRefused } from './facts.js';
import type { ServerResults } from './results.js';
import { isAt, isControlDelivery, isSuspectDelivery } from './servers.js';
import { troubleOf } from './trouble.js';
import type { Outcome, Result, SeenObservation } from './verdict.js';

/** Silence shorter than this says nothing. */
export const PROVISIONAL_AFTER_MS = 60_000;

export const READINGS = [
  /** Nothing has ended yet at any host. */
  'nothing-yet',
  /** Some hosts have been seen; the missing ones decide, and a minute has not passed. */
  'more-to-come',
  /** `wrong` was neither delivered to nor refused after a minute, while the others arrived. */
  'broken-silent',
  /** Only `do` was delivered to, and `wrong` not refused, after a minute. */
  'only-valid-delivered',
  /** Every server is seen to enforce. */
  'enforces',
  /** Enforces, and sends nothing to hosts without DANE either. */
  'enforces-and-demands',
  /** Refusals that are likely, or proven for some of the servers. */
  'enforces-so-far',
  /** It refused no certificate for DANE's sake. */
  'delivered-everywhere',
  /** Some of the servers refused `wrong`, others delivered there. */
  'some-servers-deliver',
  /** It delivered to some of the hosts that must be refused, and refused others. */
  'delivered-at-some',
  /** The same server refused `wrong` and delivered there as well. */
  'did-both',
  /** Fell back to cleartext at `wrong` although it uses TLS elsewhere. */
  'clear-at-broken',
  /** Sent in clear to `do`, whose TLSA records demand TLS, although it uses TLS elsewhere. */
  'clear-at-valid',
  'never-tls',
  'valid-refused',
  /** `do` was neither delivered to nor refused after a minute, while `dont` arrived. */
  'valid-missing',
  /** As `valid-missing`, and the server hung up in the handshake there. */
  'valid-likely-refused',
  /** It refused `wrong`, but other hosts as well, so that the reason is open. */
  'refusals-not-judged',
  /** Every host was refused: the certificate is not accepted for a reason other than DANE. */
  'refuses-everything',
  /** Only refusals were seen, after a minute. */
  'only-refusals',
  /** Only `wrong` got its message, so that whose server delivered it is not known. */
  'only-broken-delivered',
  /** The servers left before they sent anything. */
  'only-left',
  /** Sessions were begun and ended for reasons that say nothing about DANE. */
  'only-trouble',
] as const;
export type Reading = (typeof READINGS)[number];

const OUTCOME_OF: Readonly<Record<Reading, Outcome>> = {
  'nothing-yet': 'waiting',
  'more-to-come': 'waiting',
  'broken-silent': 'waiting',
  'only-valid-delivered': 'waiting',
  enforces: 'enforces',
  'enforces-and-demands': 'enforces',
  'enforces-so-far': 'enforces',
  'delivered-everywhere': 'does-not-enforce',
  'some-servers-deliver': 'does-not-enforce',
  'delivered-at-some': 'does-not-enforce',
  'did-both': 'does-not-enforce',
  'clear-at-broken': 'does-not-enforce',
  'clear-at-valid': 'does-not-enforce',
  'never-tls': 'no-tls',
  'valid-refused': 'refuses-valid',
  'valid-missing': 'waiting',
  'valid-likely-refused': 'refuses-valid',
  'refusals-not-judged': 'inconclusive',
  'refuses-everything': 'inconclusive',
  'only-refusals': 'inconclusive',
  'only-broken-delivered': 'inconclusive',
  'only-left': 'inconclusive',
  'only-trouble': 'inconclusive',
};

const FINAL: ReadonlySet<Reading> = new Set([
  'enforces',
  'enforces-and-demands',
  'delivered-everywhere',
  'some-servers-deliver',
  'delivered-at-some',
  'did-both',
  'clear-at-broken',
  'clear-at-valid',
  'never-tls',
  'valid-refused',
]);

export function outcomeOf(reading: Reading): { readonly outcome: Outcome; readonly provisional: boolean } {
  return { outcome: OUTCOME_OF[reading], provisional: !FINAL.has(reading) };
}

/**
 * @param patient true once a minute has passed since the last host was first heard of
 */
export function read(facts: Facts, patient: boolean): Reading {
  if (facts.lastNewsAt === null) return 'nothing-yet';
  if (!facts.hasServer) return readWithoutServer(facts, patient);
  return readFailures(facts) ?? readRefusals(facts, patient) ?? readUndecided(facts, patient);
}

/** Nobody has delivered where one may: whose sessions these are is not known, so they decide nothing. */
function readWithoutServer({ valid, plain, broken }: Facts, patient: boolean): Reading {
  if (isRefused(valid) && isRefused(plain) && isRefused(broken)) return 'refuses-everything';
  if (!patient) return 'more-to-come';
  if (isDelivered(broken)) return 'only-broken-delivered';
  if (isRefused(valid) || isRefused(plain) || isRefused(broken)) return 'only-refusals';
  return [valid, plain, broken].every((seen) => seen.troubles.every(({ kind }) => kind === 'left'))
    ? 'only-left'
    : 'only-trouble';
}

/** What no later fact can repair. */
function readFailures(facts: Facts): Reading | null {
  const { servers } = facts.results;
  if (failuresAtBroken(facts).length > 0) return readDeliveredAtBroken(facts);
  const inClear = resultsAt(servers, facts, isControl).some(
    ({ state, conclusion }) => state === 'delivered-in-clear' && conclusion === 'fail',
  );
  if (inClear) return facts.usesTls ? 'clear-at-valid' : 'never-tls';
  const refused = resultsAt(servers, facts, mustDeliver).some(({ conclusion }) => conclusion === 'fail');
  return refused ? 'valid-refused' : null;
}

function readDeliveredAtBroken(facts: Facts): Reading {
  if (!facts.usesTls) return 'never-tls';
  const failures = failuresAtBroken(facts);
  const { refusals, inClear } = facts.at(new Set(failures.map(({ scenario }) => scenario)));
  const isOfFailing = failures.some(({ server, scenario }) =>
    refusals.some((each) => each.clientAddress === server && each.scenario === scenario),
  );
  if (isOfFailing) return 'did-both';
  if (refusals.some((each) => !failures.some(({ server }) => server === each.clientAddress))) {
    return 'some-servers-deliver';
  }
  if (refusals.length > 0 || refusedSome(facts)) return 'delivered-at-some';
  return inClear.length > 0 ? 'clear-at-broken' : 'delivered-everywhere';
}

/** Whether it refused a certificate for no reason but its records, of whatever requirement. */
function refusedSome({ catalogue, results: { servers, members }, at }: Facts): boolean {
  const shows = (scenario: Scenario): boolean =>
    mustRefuse(scenario) && scenario.refusedWithoutDane !== true && !isDowngrade(scenario);
  const ids = [...catalogue.values()].filter(shows).map(({ id }) => id);
  const isProven = [...servers, ...members].some(({ results }) =>
    results.some((result) => result.state === 'refused' && isAt(shows, result, catalogue)),
  );
  return isProven || isRefused(at(new Set(ids)));
}

/** The results that show a delivery where DANE forbids it. */
export function failuresAtBroken(facts: Facts): Result[] {
  const { servers, members } = facts.results;
  return resultsAt([...servers, ...members], facts, mustRefuse).filter(
    ({ conclusion }) => conclusion === 'fail',
  );
}

function readRefusals(facts: Facts, patient: boolean): Reading | null {
  const { servers, members } = facts.results;
  const states = resultsAt([...servers, ...members], facts, provesEnforcement).map(({ state }) => state);
  const isDoubted = facts.byUnknown.length > 0 || facts.notMeasured.length > 0;
  if (unprovenServers(facts).length === 0 && !isDoubted)
    return demands(facts, patient) ? 'enforces-and-demands' : 'enforces';
  const isControlled = servers.some(({ controls }) => controls.valid.length > 0);
  if (isControlled && states.some((state) => state === 'refused' || state === 'likely-refused')) {
    return 'enforces-so-far';
  }
  return isControlled && isRefused(facts.broken) && states.includes('not-judged')
    ? 'refusals-not-judged'
    : null;
}

/**
 * The servers that were not proven to refuse at any host where that shows DANE, or not under each of their names, or that began a
 * message at one, as an address of their system may have.
 */
export function unprovenServers(facts: Facts): ServerResults[] {
  const { servers, members } = facts.results;
  const began = ({ controls }: ServerResults): boolean => controls.accepted.length > 0;
  return [
    ...servers.filter(
      (each) =>
        began(each) ||
        !resultsAt([each], facts, provesEnforcement).some(({ state }) => state === 'refused') ||
        namesOf(each, facts).untested.length > 0,
    ),
    ...members.filter(began),
  ];
}

/**
 * Behind one address there may be a whole pool: the names under which it delivered where one may, or where that may be forbidden, by
 * whether it was proven to refuse under them.
 */
export function namesOf(each: ServerResults, facts: Pick<Facts, 'catalogue'>): Names {
  const mustBeTested = (seen: SeenObservation): boolean =>
    isControlDelivery(seen, facts.catalogue) || isSuspectDelivery(seen, facts.catalogue);
  const refused = resultsAt([each], facts, provesEnforcement).filter(({ state }) => state === 'refused');
  const under = new Set(refused.flatMap((result) => result.facts.names.map(withoutRootDot)));
  const delivered = each.server.seen.filter(mustBeTested);
  const all = [...new Set(delivered.flatMap(({ clientName }) => clientName ?? []))];
  const isProven = (name: string): boolean => under.has(withoutRootDot(name));
  return { proven: all.filter(isProven), untested: all.filter((name) => !isProven(name)) };
}

interface Names {
  readonly proven: readonly string[];
  readonly untested: readonly string[];
}

function readUndecided(facts: Facts, patient: boolean): Reading {
  const { valid, plain, results } = facts;
  if (!patient) return 'more-to-come';
  if (isDelivered(valid)) return isDelivered(plain) ? 'broken-silent' : 'only-valid-delivered';
  const isOfServer = resultsAt(results.servers, facts, mustDeliver).some(
    ({ finding }) => finding === 'refusal-without-alert',
  );
  return isOfServer && troubleOf(valid) === 'broke-off' ? 'valid-likely-refused' : 'valid-missing';
}

/** Whether it seems to hold mail back for want of DANE. */
function demands({ plain }: Facts, patient: boolean): boolean {
  return !isDelivered(plain) && (isRefused(plain) || (patient && mayHoldBack(plain)));
}

/** Who comes as far as a recipient without DANE, or fails at TLS in itself, does not hold the message back for want of DANE. */
function mayHoldBack(plain: Seen): boolean {
  const trouble = troubleOf(plain);
  return trouble === 'none' || trouble === 'broke-off';
}

/** Only what a standard requires decides. */
function resultsAt(
  servers: readonly ServerResults[],
  { catalogue }: Pick<Facts, 'catalogue'>,
  wanted: (scenario: Scenario) => boolean,
): Result[] {
  return servers.flatMap(({ results }) =>
    results.filter((result) => result.requirement === 'required' && isAt(wanted, result, catalogue)),
  );
}
