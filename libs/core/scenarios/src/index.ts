export { TLSA_SUBJECTS } from './scenario.js';
export type { ExpectedBehaviour, Scenario, TlsaPlan, TlsaSubject } from './scenario.js';
export { SCENARIO_IDS, SCENARIOS, findScenario } from './scenarios.js';
export type { ScenarioId } from './scenarios.js';
