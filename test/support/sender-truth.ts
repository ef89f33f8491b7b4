/** What a sender does at each host of the catalogue, by its policy and its faults: the truth that a verdict is held against. */
import {
  CA,
  type CertificateId,
  failsLookup,
  findCertificate,
  forbidsDelivery,
  isDowngrade,
  isEnforced,
  isUsable,
  type KnownScenario,
  listenerOf,
  mustDeliver,
  mustRefuse,
  provesEnforcement,
  requiresTls,
  type TlsaPlan,
} from '#scenarios';

/** As in sender-simulator.ts, and more. */
export const POLICIES = [
  'dane',
  'dane-only',
  /** DANE where there are TLSA records, a certificate of a public authority elsewhere. */
  'dane-or-webpki',
  'may',
  /** TLS without verification, never in the clear. */
  'encrypt',
  /** As `encrypt`, and in the clear some time later. */
  'encrypt-first',
  'none',
  'webpki',
  'webpki-first',
  'webpki-or-clear',
  'webpki-next',
  /** As `webpki`, and its administrator has it trust the authority of this instance. */
  'webpki-trusting',
  /** MTA-STS, with the same authority, and unverified TLS where there is no policy. */
  'mta-sts',
] as const;
export type Policy = (typeof POLICIES)[number];

/** What a sender with DANE may get wrong: each is a rule of a standard that it misses, or a way to give in. */
export const FAULTS = [
  'weaker-digest',
  'usage-3-only',
  '311-only',
  '31x-only',
  'usage-1-as-3',
  'gives-up-at-unusable',
  'unusable-mismatches',
  'unusable-as-none',
  'unusable-in-clear',
  'unusable-refused',
  'ee-dates',
  'ee-names',
  'ee-issuer',
  'ta-unverified',
  'ta-names',
  'ta-dates',
  'ta-chain',
  'domain-name-forgotten',
  'first-only',
  'all-match',
  'alias-not-followed',
  'implicit-mx-forgotten',
  'mx-forgotten',
  'other-zone-forgotten',
  'unsigned-believed',
  'unsigned-domain-skipped',
  'failed-lookup-as-none',
  'denial-as-failure',
  'large-answers-fail',
  'clear-without-starttls',
  'clear-at-454',
  'clear-after-reset',
  'clear-at-old-tls',
  'no-ecdsa',
  'no-next-host',
  'retry-in-clear',
  'retry-unverified',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Truth {
  readonly policy: Policy;
  readonly faults: ReadonlySet<Fault>;
  /** With DANE: MTA-STS beside it, so that both must allow a delivery, or in its place where there is a policy. */
  readonly mtaSts?: 'beside' | 'overriding';
}

/** `absent`: it never connects. `withhold`: it gets no TLS, and leaves. */
export type Way = 'absent' | 'refuse' | 'tls' | 'clear' | 'withhold';
/** One of the hosts that mail for a scenario may go to; null: the one without an MX record. */
export type Mx = NonNullable<KnownScenario['mx']>[number] | null;

const MINUTE = 60_000;
const DAY = 86_400_000;
/** More TLSA records than this do not fit into an answer by UDP. */
const MANY = 12;

export function hostsOf(scenario: KnownScenario): Mx[] {
  return scenario.mx === undefined ? [null] : [...scenario.mx];
}

export function isDane({ policy }: Truth): boolean {
  return policy.startsWith('dane');
}

/** @param triedForMs since its first attempt for the message */
export function wayAt(
  truth: Truth,
  scenario: KnownScenario,
  mx: Mx,
  certificate: CertificateId,
  triedForMs: number,
): Way {
  const way = wayWithoutPolicy(truth, scenario, mx, certificate, triedForMs);
  const { mtaSts: plan } = scenario;
  const habit = truth.policy === 'mta-sts' ? 'overriding' : truth.mtaSts;
  if (habit === undefined || plan === undefined || !isEnforced(plan)) return way;
  const forbids = forbidsDelivery(plan, findCertificate(certificate));
  if (habit === 'overriding') return forbids ? 'refuse' : 'tls';
  return forbids && way === 'tls' ? 'refuse' : way;
}

function wayWithoutPolicy(
  truth: Truth,
  scenario: KnownScenario,
  mx: Mx,
  certificate: CertificateId,
  triedForMs: number,
): Way {
  const { startTls, versions } = listenerOf(scenario);
  const isUnknownKey = truth.faults.has('no-ecdsa') && findCertificate(certificate).key === 'ecdsa';
  const hasTls = startTls === 'offered' && versions === 'current' && !isUnknownKey;
  const early = triedForMs < MINUTE;
  if (!isDane(truth)) {
    const isTrusted = truth.policy === 'webpki-trusting' && isPubliclyValid(findCertificate(certificate));
    return wayWithoutDane(isTrusted ? 'encrypt' : truth.policy, mx, hasTls, early);
  }
  if (early || !givesIn(truth)) {
    return wayByDane(truth, scenario, concludes(truth, scenario, mx, certificate), hasTls);
  }
  if (truth.faults.has('retry-in-clear') && scenario.replies === 'defer-first') return 'clear';
  return hasTls ? 'tls' : 'clear';
}

type Habit = 'opportunistic' | 'encrypting' | 'demanding' | 'in-clear';

/** At first, and some time later. */
const HABITS: Readonly<Partial<Record<Policy, readonly [Habit, Habit]>>> = {
  may: ['opportunistic', 'opportunistic'],
  'mta-sts': ['opportunistic', 'opportunistic'],
  encrypt: ['encrypting', 'encrypting'],
  'encrypt-first': ['encrypting', 'opportunistic'],
  none: ['in-clear', 'in-clear'],
  'webpki-first': ['demanding', 'opportunistic'],
  'webpki-or-clear': ['demanding', 'in-clear'],
  'webpki-next': ['demanding', 'opportunistic'],
};

function wayWithoutDane(policy: Policy, mx: Mx, hasTls: boolean, early: boolean): Way {
  const [first, later] = HABITS[policy] ?? ['demanding', 'demanding'];
  const isNext = policy === 'webpki-next' && mx?.isFallback === true;
  switch (early && !isNext ? first : later) {
    case 'opportunistic':
      return hasTls ? 'tls' : 'clear';
    case 'encrypting':
      return hasTls ? 'tls' : 'withhold';
    case 'demanding':
      return hasTls ? 'refuse' : 'withhold';
    case 'in-clear':
      return 'clear';
  }
}

/** Whether a client that trusts the authority needs no TLSA records to take it. */
function isPubliclyValid({ issuer, names, validity }: Shown): boolean {
  return issuer === 'ca' && validity === 'current' && (names === 'hosts' || names === 'wildcards');
}

function wayByDane(
  { policy, faults }: Truth,
  scenario: KnownScenario,
  conclusion: ReturnType<typeof concludes>,
  hasTls: boolean,
): Way {
  const demanding = hasTls ? 'refuse' : 'withhold';
  const opportunistic = hasTls ? 'tls' : 'clear';
  switch (conclusion) {
    case 'failing':
      return 'absent';
    case 'none':
      return policy === 'dane' ? opportunistic : demanding;
    case 'unusable':
      if (faults.has('unusable-in-clear')) return 'clear';
      if (policy === 'dane-only' || faults.has('unusable-refused')) return demanding;
      if (faults.has('unusable-as-none')) return opportunistic;
      return hasTls ? 'tls' : withheld(faults, scenario);
    case 'mismatch':
      return hasTls ? 'refuse' : withheld(faults, scenario);
    case 'verified':
      return hasTls ? 'tls' : withheld(faults, scenario);
  }
}

/** Where DANE demands TLS that cannot be had. */
function withheld(faults: ReadonlySet<Fault>, scenario: KnownScenario): Way {
  const { startTls, versions } = listenerOf(scenario);
  const isClear =
    (startTls === 'absent' && faults.has('clear-without-starttls')) ||
    (startTls === 'deferred' && faults.has('clear-at-454')) ||
    (startTls === 'reset' && faults.has('clear-after-reset')) ||
    (startTls === 'offered' && versions === 'old' && faults.has('clear-at-old-tls'));
  return isClear ? 'clear' : 'withhold';
}

/** What DANE says of the host to a sender with these faults. */
function concludes(
  { faults }: Truth,
  scenario: KnownScenario,
  mx: Mx,
  presented: CertificateId,
): 'none' | 'unusable' | 'mismatch' | 'verified' | 'failing' {
  const lookup = lookupOf(faults, scenario, mx);
  if (lookup !== 'records') return lookup;
  const all = recordsOf(scenario, mx).map((plan) => (faults.has('usage-1-as-3') ? asDane(plan) : plan));
  const usable = all.filter((plan) => takesAsUsable(faults, plan));
  if (usable.length === 0) return 'unusable';
  if (faults.has('gives-up-at-unusable') && !all.every(isUsable)) return 'unusable';
  const shown = findCertificate(presented);
  const matches = (plan: TlsaPlan): boolean =>
    isUsable(plan) &&
    (faults.has('weaker-digest') || !isOutdone(plan, usable)) &&
    matchesShown(faults, plan, shown);
  return isMatched(faults, usable, matches) ? 'verified' : 'mismatch';
}

function recordsOf(scenario: KnownScenario, mx: Mx): readonly TlsaPlan[] {
  return mx?.tlsa ?? scenario.tlsa;
}

function lookupOf(
  faults: ReadonlySet<Fault>,
  scenario: KnownScenario,
  mx: Mx,
): 'none' | 'failing' | 'records' {
  if (mx?.tlsaLookup !== undefined) return faults.has('failed-lookup-as-none') ? 'none' : 'failing';
  if (isPassedOver(faults, scenario, mx)) return 'none';
  if (scenario.id === 'nodata' && faults.has('denial-as-failure')) return 'failing';
  const count = recordsOf(scenario, mx).length;
  if (count > MANY && faults.has('large-answers-fail')) return 'failing';
  return count === 0 ? 'none' : 'records';
}

/** Whether its records count for nothing, or are not looked for. */
function isPassedOver(faults: ReadonlySet<Fault>, { zone }: KnownScenario, mx: Mx): boolean {
  const isUnsigned = (mx === null ? zone : mx.zone) === 'unsigned';
  if (isUnsigned && !faults.has('unsigned-believed')) return true;
  if (mx === null) return faults.has('implicit-mx-forgotten');
  return (
    faults.has('mx-forgotten') ||
    (zone === 'unsigned' && faults.has('unsigned-domain-skipped')) ||
    (mx.tlsaAlias === true && faults.has('alias-not-followed')) ||
    (mx.zone === 'signed' && faults.has('other-zone-forgotten'))
  );
}

/** PKIX usages taken for those of DANE. */
function asDane(plan: TlsaPlan): TlsaPlan {
  return plan.usage === 0 || plan.usage === 1 ? { ...plan, usage: plan.usage === 1 ? 3 : 2 } : plan;
}

function takesAsUsable(faults: ReadonlySet<Fault>, plan: TlsaPlan): boolean {
  const { usage, selector, matchingType } = plan;
  if (!isUsable(plan) && !faults.has('unusable-mismatches')) return false;
  if (faults.has('usage-3-only') && usage !== 3) return false;
  if (faults.has('31x-only') && (usage !== 3 || selector !== 1)) return false;
  return !faults.has('311-only') || (usage === 3 && selector === 1 && matchingType === 1);
}

/** By a record of the same usage and selector with a stronger digest (RFC 7671 §9). */
function isOutdone({ usage, selector, matchingType }: TlsaPlan, usable: readonly TlsaPlan[]): boolean {
  return (
    matchingType !== 0 &&
    usable.some(
      (other) => other.usage === usage && other.selector === selector && other.matchingType > matchingType,
    )
  );
}

type Shown = ReturnType<typeof findCertificate>;

function matchesShown(faults: ReadonlySet<Fault>, plan: TlsaPlan, shown: Shown): boolean {
  if (plan.usage === 2 && faults.has('ta-unverified')) return true;
  if (plan.data !== 'right') return false;
  return plan.usage === 3
    ? plan.subject === shown.id && !disputes(faults, shown)
    : plan.subject === CA && shown.issuer === 'ca' && isValidFor(faults, shown);
}

/** What does not count with usage 3. */
function disputes(faults: ReadonlySet<Fault>, { validity, names, issuer }: Shown): boolean {
  return (
    (faults.has('ee-dates') && validity !== 'current') ||
    (faults.has('ee-names') && (names === 'other' || isDomainMissed(faults, names))) ||
    (faults.has('ee-issuer') && issuer === 'self')
  );
}

/** What counts with usage 2. */
function isValidFor(faults: ReadonlySet<Fault>, { validity, names, sendsCa }: Shown): boolean {
  return (
    (sendsCa || faults.has('ta-chain')) &&
    (validity === 'current' || faults.has('ta-dates')) &&
    (names !== 'other' || faults.has('ta-names')) &&
    !isDomainMissed(faults, names)
  );
}

function isDomainMissed(faults: ReadonlySet<Fault>, names: Shown['names']): boolean {
  return names === 'domains' && faults.has('domain-name-forgotten');
}

function isMatched(
  faults: ReadonlySet<Fault>,
  usable: readonly TlsaPlan[],
  matches: (plan: TlsaPlan) => boolean,
): boolean {
  if (faults.has('first-only')) return usable.slice(0, 1).some(matches);
  return faults.has('all-match') ? usable.every(matches) : usable.some(matches);
}

/** What it does at the host that is tried first, before and after the time in which some give in. */
export function waysAt(truth: Truth, scenario: KnownScenario): Way[] {
  const [mx = null] = hostsOf(scenario);
  return [0, DAY].map((triedForMs) => wayAt(truth, scenario, mx, scenario.certificate, triedForMs));
}

export function holdsBack(way: Way): boolean {
  return way === 'refuse' || way === 'withhold' || way === 'absent';
}

/** Whether it refuses at first and delivers later: what it refused was right, and proves nothing of what comes. */
export function givesIn({ faults }: Truth): boolean {
  return faults.has('retry-in-clear') || faults.has('retry-unverified');
}

/** Whether it refuses the certificate of that host for the sake of DANE. */
export function refusesByDane(truth: Truth, scenario: KnownScenario): boolean {
  return isDane(truth) && !failsLookup(scenario) && waysAt(truth, scenario).every((way) => way === 'refuse');
}

/** Whether one of these hosts can show that it enforces DANE. */
export function canBeProven(truth: Truth, mailed: readonly KnownScenario[]): boolean {
  return givesIn(truth) || mailed.some((each) => provesEnforcement(each) && refusesByDane(truth, each));
}

/** Whether `refused` is right of it there. */
export function isRightToPass(truth: Truth, scenario: KnownScenario): boolean {
  if (givesIn(truth)) return true;
  const ways = waysAt(truth, scenario);
  if (isDowngrade(scenario)) return isDane(truth) && ways.every((way) => way === 'withhold');
  if (failsLookup(scenario)) return ways.every((way) => way === 'absent');
  return scenario.refusedWithoutDane === true
    ? ways.every((way) => way === 'refuse')
    : refusesByDane(truth, scenario);
}

/** Whether it does all that a standard requires at these hosts. */
export function conforms(truth: Truth, mailed: readonly KnownScenario[]): boolean {
  return (
    isDane(truth) &&
    mailed.every((scenario) => {
      const ways = waysAt(truth, scenario);
      if (scenario.requirement !== 'required') return true;
      if (mustRefuse(scenario)) return ways.every(holdsBack);
      if (mustDeliver(scenario)) return ways.every((way) => way === 'tls');
      return !requiresTls(scenario) || !ways.includes('clear');
    })
  );
}
