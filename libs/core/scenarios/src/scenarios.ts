/** The table as the rest of the program reads it. */
import {
  type HostAddresses,
  hostAddresses,
  type InstanceAddresses,
  missingNeed,
  type Need,
} from './availability.js';
import type { CertificatePlan } from './certificate-plan.js';
import { type MxHost, needsOwnDns } from './dns-plan.js';
import { type Level, LEVELS, type Scenario } from './scenario.js';
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

/** Every certificate once. */
export const CERTIFICATES: readonly KnownCertificate[] = TABLE.certificates;

export const CERTIFICATE_IDS: readonly CertificateId[] = CERTIFICATES.map(({ id }) => id);

/** What clients are shown that name no host. */
export const DEFAULT_CERTIFICATE: CertificateId = TABLE.certificates[0].id;

/** Those that are shown to the retry of a refused message alone. */
export const RELEASE_CERTIFICATES: readonly CertificateId[] = CERTIFICATE_IDS.filter((id) =>
  SCENARIOS.some(({ release }) => release === id),
);

/** Whether it is one of `RELEASE_CERTIFICATES`: a TLSA record describes it, so that to accept it is right. */
export function isReleaseCertificate(id: string | null | undefined): boolean {
  return RELEASE_CERTIFICATES.some((known) => known === id);
}

/**
 * What a sender with DANE concludes from TLSA records about the certificate that the scenario presents by default.
 *
 * @param tlsa those of one of its hosts, where they are others
 */
export function conclusionAt(
  { certificate, tlsa: own }: KnownScenario,
  tlsa: readonly TlsaPlan[] = own,
): DaneConclusion {
  return concludes(tlsa, findCertificate(certificate));
}

export function findCertificate(id: CertificateId): KnownCertificate {
  const found = CERTIFICATES.find((plan) => plan.id === id);
  if (found === undefined) throw new Error(`there is no certificate ${id} in the table`);
  return found;
}

/** The scenarios whose hosts present it, be it to the retry of a refused message alone. */
export function scenariosOf(id: string): readonly KnownScenario[] {
  return SCENARIOS.filter(({ certificate, release }) => certificate === id || release === id);
}

/**
 * Those whose hosts the certificate has to name, if it names hosts. Where only the own name server serves a host, its records
 * have usage 3, with which names do not count (RFC 7672 §3.1.1): the certificates of an earlier installation serve it as they are.
 */
export function scenariosNamedBy(id: string): readonly KnownScenario[] {
  return scenariosOf(id).filter((scenario) => !needsOwnDns(scenario));
}

/** A scenario as one instance has it. */
export interface OfferedScenario {
  readonly scenario: KnownScenario;
  readonly addresses: HostAddresses;
  /** What the instance lacks for it; null where it is offered. */
  readonly missing: Need | null;
}

/** Every scenario once, with what an instance of those addresses makes of it. */
export function offeredScenarios(instance: InstanceAddresses): readonly OfferedScenario[] {
  const addresses = hostAddresses(SCENARIOS, instance);
  return SCENARIOS.map((scenario) => {
    const own = addresses.get(scenario.id) ?? { ipv4: undefined, ipv6: undefined };
    return { scenario, addresses: own, missing: missingNeed(scenario, own, instance) };
  });
}

/** Those that an instance of those addresses offers. */
export function availableScenarios(instance: InstanceAddresses): readonly KnownScenario[] {
  return offeredScenarios(instance).flatMap(({ scenario, missing }) => (missing === null ? [scenario] : []));
}
