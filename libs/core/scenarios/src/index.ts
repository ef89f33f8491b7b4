export { sendsAuthority, type CertificatePlan } from './certificate-plan.js';
export { REQUIREMENTS, isControl, mustDeliver, mustRefuse } from './scenario.js';
export type { ExpectedBehaviour, Requirement, Scenario } from './scenario.js';
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
  scenariosOf,
} from './scenarios.js';
export type { CertificateId, KnownCertificate, KnownScenario, ScenarioId, TlsaSubject } from './scenarios.js';
export { CA, describes } from './tlsa-plan.js';
export type { TlsaPlan } from './tlsa-plan.js';
