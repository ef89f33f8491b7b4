export { environmentBlock } from './appliance.js';
export { ConfigError, loadConfig } from './config.js';
export type { BadVariable, Config } from './config.js';
export { renderConfigurationPage, renderEnvExample } from './render-documents.js';
export { VARIABLES } from './variables.js';
export type { Variable, VariableName } from './variables.js';
