export { fallbackAddresses, NEEDS } from './availability.js';
export type { HostAddresses, InstanceAddresses, Need } from './availability.js';
export { sendsAuthority, type CertificatePlan } from './certificate-plan.js';
export { failsLookup, needsOwnDns, type DnsPlan, type MxHost, type TlsaSecurity } from './dns-plan.js';
export { completesHandshakes, isDowngrade, listenerOf, needsOwnAddress } from './listener.js';
export type { ListenerPlan } from './listener.js';
export {
  changesByPhase,
  coversMx,
  hasFaultyRecord,
  isEnforced,
  isOfPublicAuthority,
  isTrusted,
  forbidsDelivery,
  planIn,
  servesPolicy,
  type MtaStsPlan,
} from './mta-sts-plan.js';
export {
  firstUntil,
  isInFirst,
  isSettled,
  JUDGED_EDGES_MS,
  PHASE_MS,
  PHASE_TTL,
  PHASES,
  phaseAt,
  secondPhaseOf,
  settlesAt,
  type PhaseName,
  type SecondPhase,
} from './phases.js';
export {
  GROUPS,
  LEVELS,
  MECHANISMS,
  REQUIREMENTS,
  decidesAtFirst,
  failsOnDelivery,
  isControl,
  isLaxControl,
  isValidControl,
  measures,
  mayFallBackInClear,
  mustDeliver,
  mustRefuse,
  provesEnforcement,
  requiresTls,
} from './scenario.js';
export type {
  ExpectedBehaviour,
  Level,
  Mechanism,
  Requirement,
  Scenario,
  ScenarioGroup,
} from './scenario.js';
export {
  CERTIFICATES,
  CERTIFICATE_IDS,
  DEFAULT_CERTIFICATE,
  MAILINGS,
  RELEASE_CERTIFICATES,
  SCENARIO_IDS,
  SCENARIOS,
  addressesOfHost,
  availableScenarios,
  conclusionAt,
  conclusionOfHost,
  findCertificate,
  findScenario,
  isReleaseCertificate,
  isSplit,
  offeredScenarios,
  presentedAt,
  scenariosNamedBy,
  scenariosOf,
  scenariosOfLevel,
  scenariosOfMailing,
} from './scenarios.js';
export type {
  CertificateId,
  KnownCertificate,
  KnownScenario,
  KnownTlsaPlan,
  Mailing,
  OfferedScenario,
  ScenarioId,
  TlsaSubject,
} from './scenarios.js';
export { CA, PRIVATE_USE, describes, isUsable } from './tlsa-plan.js';
export type { DaneConclusion, TlsaPlan } from './tlsa-plan.js';
