/** The table as the rest of the program reads it. */
import {
  fallbackAddresses,
  type HostAddresses,
  hostAddresses,
  type InstanceAddresses,
  missingNeed,
  type Need,
} from './availability.js';
import type { CertificatePlan } from './certificate-plan.js';
import type { MxHost } from './dns-plan.js';
import { isControl, type Level, LEVELS, mayFallBackInClear, type Scenario } from './scenario.js';
import { TABLE } from './table.js';
import { type CA, concludes, type DaneConclusion, type TlsaPlan } from './tlsa-plan.js';

export type ScenarioId = (typeof TABLE)['scenarios'][number]['id'];
export type CertificateId = (typeof TABLE)['certificates'][number]['id'];
/** What a TLSA record can describe. */
export type TlsaSubject = typeof CA | CertificateId;

/** With the ids of the table: the compiler knows what there is. */
export interface KnownScenario extends Scenario {
  readonly id: ScenarioId;
  readonly certificate: CertificateId;
  readonly release: CertificateId | null;
  readonly fallback?: CertificateId;
  readonly tlsa: readonly KnownTlsaPlan[];
  readonly mx?: readonly (MxHost & { readonly tlsa?: readonly KnownTlsaPlan[] })[];
}
export interface KnownTlsaPlan extends TlsaPlan {
  readonly subject: TlsaSubject;
}
export interface KnownCertificate extends CertificatePlan {
  readonly id: CertificateId;
}

/** Every scenario once, in the order in which they are shown. */
export const SCENARIOS: readonly KnownScenario[] = TABLE.scenarios;

export const SCENARIO_IDS: readonly ScenarioId[] = SCENARIOS.map(({ id }) => id);

/** The scenario of that id, or undefined: `id` may come from outside (a DNS label, a database row). */
export function findScenario(id: string): KnownScenario | undefined {
  return SCENARIOS.find((scenario) => scenario.id === id);
}

/** The scenarios that are mailed at that level, in their order. */
export function scenariosOfLevel(
  level: Level,
  scenarios: readonly KnownScenario[] = SCENARIOS,
): readonly KnownScenario[] {
  const included = LEVELS.slice(0, LEVELS.indexOf(level) + 1);
  return scenarios.filter((scenario) => included.includes(scenario.level));
}

/** What the message of a check goes to: the scenarios of a level, or those that prove enforcement and leave no message queued. */
export const MAILINGS = [...LEVELS, 'no-queue'] as const;
export type Mailing = (typeof MAILINGS)[number];

/** Those of them in their order; none where an instance lacks what it takes. */
export function scenariosOfMailing(
  mailing: Mailing,
  scenarios: readonly KnownScenario[] = SCENARIOS,
): readonly KnownScenario[] {
  if (mailing !== 'no-queue') return scenariosOfLevel(mailing, scenarios);
  // At others it is up to the sender whether it comes to the wrong host or address at all.
  const proving = scenarios.find(
    (scenario) => scenario.fallback !== undefined && !isSplit(scenario) && !mayFallBackInClear(scenario),
  );
  if (proving === undefined) return [];
  return scenarios.filter((each) => each === proving || (each.level === 'quick' && isControl(each)));
}

/** Every certificate once. */
export const CERTIFICATES: readonly KnownCertificate[] = TABLE.certificates;

export const CERTIFICATE_IDS: readonly CertificateId[] = CERTIFICATES.map(({ id }) => id);

/** What clients are shown that name no host. */
export const DEFAULT_CERTIFICATE: CertificateId = TABLE.certificates[0].id;

/** Those that are shown to the retry of a refused message alone, or where such a message can go instead. */
export const RELEASE_CERTIFICATES: readonly CertificateId[] = CERTIFICATE_IDS.filter((id) =>
  SCENARIOS.some(({ release, fallback }) => release === id || fallback === id),
);

/** Whether it is one of `RELEASE_CERTIFICATES`: a TLSA record describes it, so that to accept it is right. */
export function isReleaseCertificate(id: string | null | undefined): boolean {
  return RELEASE_CERTIFICATES.some((known) => known === id);
}

/** The certificate that a host presents by default. @param mx the MX record that names it, where it is not the only host */
export function presentedAt(
  { certificate, fallback }: Pick<KnownScenario, 'certificate' | 'fallback'>,
  mx: MxHost | null,
): CertificateId {
  return mx?.isFallback === true ? (fallback ?? certificate) : certificate;
}

/**
 * What a sender with DANE concludes from TLSA records about the certificate that the scenario presents by default.
 *
 * @param tlsa those of one of its hosts, where they are others, and the MX record that names it
 */
export function conclusionAt(
  scenario: KnownScenario,
  tlsa: readonly TlsaPlan[] = scenario.tlsa,
  mx: MxHost | null = null,
): DaneConclusion {
  return concludes(tlsa, findCertificate(presentedAt(scenario, mx)));
}

/**
 * Likewise, of a client that knows the host alone: the certificate may have only the name of the mail domain
 * (RFC 7672 §3.2.2).
 */
export function conclusionOfHost(
  scenario: KnownScenario,
  tlsa: readonly TlsaPlan[],
  mx: MxHost | null,
): DaneConclusion {
  const isNamedByDomain = mx !== null && findCertificate(presentedAt(scenario, mx)).names === 'domains';
  return isNamedByDomain ? 'mismatch' : conclusionAt(scenario, tlsa, mx);
}

/** Whether one host presents one certificate at its usual address, and another at that of fallbacks. */
export function isSplit({ fallback, mx }: Pick<Scenario, 'fallback' | 'mx'>): boolean {
  return fallback !== undefined && mx === undefined;
}

export function findCertificate(id: CertificateId): KnownCertificate {
  const found = CERTIFICATES.find((plan) => plan.id === id);
  if (found === undefined) throw new Error(`there is no certificate ${id} in the table`);
  return found;
}

/** The scenarios whose hosts present it, be it to the retry of a refused message or at a fallback alone. */
export function scenariosOf(id: string): readonly KnownScenario[] {
  return SCENARIOS.filter(
    ({ certificate, release, fallback }) => certificate === id || release === id || fallback === id,
  );
}

/**
 * Those whose hosts the certificate has to name, if it names hosts. Where MX records lead to a host, or only the own name server serves it, its
 * records have usage 3, with which names do not count (RFC 7672 §3.1.1): the certificates of an earlier installation serve it as they are.
 * Under an MTA-STS policy names count (RFC 8461 §4.2): one certificate has those.
 */
export function scenariosNamedBy(id: string): readonly KnownScenario[] {
  const isTrusted = CERTIFICATES.some((plan) => plan.id === id && plan.namesPolicyHosts);
  return scenariosOf(id).filter(({ zone, mx }) => isTrusted || (zone === undefined && mx === undefined));
}

/** A scenario as one instance has it. */
export interface OfferedScenario {
  readonly scenario: KnownScenario;
  readonly addresses: HostAddresses;
  /** Those of its fallback; null where it has none. */
  readonly fallback: HostAddresses | null;
  /** What the instance lacks for it; null where it is offered. */
  readonly missing: Need | null;
}

/** Every scenario once, with what an instance of those addresses makes of it. */
export function offeredScenarios(instance: InstanceAddresses): readonly OfferedScenario[] {
  const addresses = hostAddresses(SCENARIOS, instance);
  return SCENARIOS.map((scenario) => {
    const own = addresses.get(scenario.id) ?? { ipv4: undefined, ipv6: undefined };
    const fallback = scenario.fallback === undefined ? null : fallbackAddresses(instance);
    return {
      scenario,
      addresses: own,
      fallback,
      missing: missingNeed(scenario, { own, fallback }, instance),
    };
  });
}

/** The addresses of one of its hosts. */
export function addressesOfHost(
  { addresses, fallback }: OfferedScenario,
  mx: MxHost | null,
): readonly HostAddresses[] {
  if (fallback === null) return [addresses];
  if (mx === null) return [addresses, fallback];
  return [mx.isFallback === true ? fallback : addresses];
}

/** Those that an instance of those addresses offers. */
export function availableScenarios(instance: InstanceAddresses): readonly KnownScenario[] {
  return offeredScenarios(instance).flatMap(({ scenario, missing }) => (missing === null ? [scenario] : []));
}
