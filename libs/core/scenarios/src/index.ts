export { REQUIREMENTS, TLSA_SUBJECTS, isControl, mustDeliver, mustRefuse } from './scenario.js';
export type { ExpectedBehaviour, Requirement, Scenario, TlsaPlan, TlsaSubject } from './scenario.js';
export { SCENARIO_IDS, SCENARIOS, findScenario } from './scenarios.js';
export type { ScenarioId } from './scenarios.js';
