/**
 * What a scenario is made of. A scenario is one receiving host with a known DNS and TLS state and an
 * expected behaviour of a conforming sender; the table itself is in table.ts.
 */
import type { CertificatePlan } from './certificate-plan.js';
import { type DnsPlan, failsLookup } from './dns-plan.js';
import { completesHandshakes, isDowngrade, type ListenerPlan } from './listener.js';
import { isEnforced } from './mta-sts-plan.js';
import type { TlsaPlan } from './tlsa-plan.js';

/** What a conforming sender does. `either`: policy decides, both are correct. */
export type ExpectedBehaviour = 'delivered' | 'refused' | 'either';

/**
 * How binding the expected behaviour is. `required`: a standard demands it of every sender with DANE, so it decides the
 * outcome. `recommended` and `informational` are shown and decide nothing.
 */
export const REQUIREMENTS = ['required', 'recommended', 'informational'] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

/** What a scenario measures. Each is judged by itself: a result of one never changes what is said of another. */
export const MECHANISMS = ['dane', 'mta-sts'] as const;
export type Mechanism = (typeof MECHANISMS)[number];

/** What a scenario is about, in the order in which they are shown. */
export const GROUPS = [
  'basics',
  'records',
  'certificates',
  'dnssec',
  'downgrade',
  'topology',
  'mta-sts',
] as const;
export type ScenarioGroup = (typeof GROUPS)[number];

/** How much is mailed: each level has the scenarios of those before it as well. */
export const LEVELS = ['quick', 'standard', 'full'] as const;
export type Level = (typeof LEVELS)[number];

export interface Scenario extends DnsPlan {
  /** Also the DNS label: the host is `ID.DOMAIN`. */
  readonly id: string;
  readonly group: ScenarioGroup;
  /** DANE unless given. */
  readonly mechanism?: 'mta-sts';
  /** The first level that has it. */
  readonly level: Level;
  readonly title: string;
  /** The DNS and TLS state in one plain sentence, for the page. */
  readonly summary: string;
  /** What it shows when a sender behaves otherwise, in one plain sentence. */
  readonly shows: string;
  readonly tlsa: readonly TlsaPlan[];
  /** The id of the certificate that the host presents. */
  readonly certificate: string;
  /**
   * The id of the certificate that the retry of a refused message is shown, for one of the TLSA records describes it; null:
   * refused messages stay queued.
   */
  readonly release: string | null;
  /**
   * Where the mail can go that was refused: to a further MX host (`isFallback`), or to a second address of the same host. The
   * id of the certificate that is presented there, which one of the TLSA records describes. So a refusal leaves no message queued.
   */
  readonly fallback?: string;
  /** What of the usual listener (listener.ts) is another. */
  readonly listener?: Partial<ListenerPlan>;
  /** `defer-first`: the first session of a client that names a recipient inside TLS is answered with 451. */
  readonly replies?: 'accept' | 'defer-first';
  /** The families of IP addresses that the host has records of. */
  readonly families?: 'both' | 'ipv4' | 'ipv6';
  readonly expected: ExpectedBehaviour;
  readonly requirement: Requirement;
  /**
   * Whether a sender without DANE, or without MTA-STS, may refuse there as well, such as one that looks at dates alone. A refusal is
   * right there, but does not show that it is enforced.
   */
  readonly refusedWithoutDane?: true;
  /** Where the expected behaviour is required. */
  readonly rfc: string;
}

/** All that there is, or that a group adds, to make, publish and present. */
export interface Catalogue {
  readonly certificates: readonly CertificatePlan[];
  readonly scenarios: readonly Scenario[];
}

/** Whether a conforming sender refuses to deliver there. */
export function mustRefuse({ expected }: Pick<Scenario, 'expected'>): boolean {
  return expected === 'refused';
}

/** Whether a conforming sender delivers there, over TLS. */
export function mustDeliver({ expected }: Pick<Scenario, 'expected'>): boolean {
  return expected === 'delivered';
}

/** Whether a standard requires of every sender with DANE to deliver there: the controls of a verdict. */
export function isValidControl(scenario: Pick<Scenario, 'expected' | 'requirement'>): boolean {
  return mustDeliver(scenario) && scenario.requirement === 'required';
}

/** Whether a delivery there is a failure of every sender that implements the mechanism. */
export function failsOnDelivery(scenario: Pick<Scenario, 'expected' | 'requirement'>): boolean {
  return mustRefuse(scenario) && scenario.requirement === 'required';
}

/**
 * Whether a refusal there shows that a sender enforces the mechanism: it is required, and nothing else is a reason for it. A server
 * that leaves where it gets no TLS is known by its address alone, and may demand TLS of every host.
 */
export function provesEnforcement(scenario: Scenario): boolean {
  return failsOnDelivery(scenario) && scenario.refusedWithoutDane !== true && !isDowngrade(scenario);
}

/** Whether mail may go to its fallback in the clear: which host a delivery in the clear went to is not known. */
export function mayFallBackInClear({ mx = [] }: Pick<Scenario, 'mx'>): boolean {
  return mx.some(({ isFallback, tlsa }) => isFallback === true && tlsa?.length === 0);
}

/** Whether a host has committed itself to TLS, so that no mail may go there in the clear (RFC 7672 §2.2.3, RFC 8461 §5). */
export function requiresTls({
  tlsa,
  zone,
  mx,
  mtaSts,
}: Pick<Scenario, 'tlsa' | 'zone' | 'mx' | 'mtaSts'>): boolean {
  if (mtaSts !== undefined && isEnforced(mtaSts)) return true;
  if (zone === 'unsigned') return false;
  const hosts = mx ?? [{ tlsa, zone }];
  return hosts.every((host) => host.zone !== 'unsigned' && (host.tlsa ?? tlsa).length > 0);
}

/**
 * Whether one attempt of a conforming sender is seen there and decides. Elsewhere it never connects, leaves without a proof, or has
 * to try again.
 */
export function decidesAtFirst(scenario: Scenario): boolean {
  return !failsLookup(scenario) && completesHandshakes(scenario) && scenario.replies !== 'defer-first';
}

/** Those that measure it. */
export function measures(mechanism: Mechanism): (scenario: Pick<Scenario, 'mechanism'>) => boolean {
  return ({ mechanism: own = 'dane' }) => own === mechanism;
}

/**
 * Whether a delivery there shows that a server takes an untrusted certificate where no policy forbids it: the control of MTA-STS
 * beside the one where it must deliver. Who refuses there refuses elsewhere for the same reason.
 */
export function isLaxControl({ mtaSts }: Scenario): boolean {
  return mtaSts?.mode === 'none';
}

/** Whether a delivery there is right, so that it shows whose server the client is. */
export function isControl(scenario: Pick<Scenario, 'expected'>): boolean {
  return !mustRefuse(scenario);
}
