export { sendsAuthority, type CertificatePlan } from './certificate-plan.js';
export { needsOwnDns, type DnsPlan, type MxHost, type TlsaSecurity } from './dns-plan.js';
export { GROUPS, LEVELS, REQUIREMENTS, isControl, mustDeliver, mustRefuse } from './scenario.js';
export type { ExpectedBehaviour, Level, Requirement, Scenario, ScenarioGroup } from './scenario.js';
export {
  CERTIFICATES,
  CERTIFICATE_IDS,
  DEFAULT_CERTIFICATE,
  RELEASE_CERTIFICATES,
  SCENARIO_IDS,
  SCENARIOS,
  findCertificate,
  findScenario,
  isReleaseCertificate,
  isVerified,
  isVerifiedBy,
  scenariosOf,
  scenariosOfLevel,
} from './scenarios.js';
export type {
  CertificateId,
  KnownCertificate,
  KnownScenario,
  KnownTlsaPlan,
  ScenarioId,
  TlsaSubject,
} from './scenarios.js';
export { CA, describes } from './tlsa-plan.js';
export type { TlsaPlan } from './tlsa-plan.js';
