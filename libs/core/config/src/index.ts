export { environmentBlock } from './appliance.js';
export { CONSTANTS, type Constants } from './constants.js';
export { ConfigError, loadConfig, removedVariables } from './config.js';
export type { Config } from './config.js';
export type { OperatorConfig } from './operator-config.js';
export { packageVersion } from './package-version.js';
export { parseRelayUrl } from './relay-url.js';
export type { Relay } from './relay-url.js';
export { renderConfigurationPage, renderEnvExample } from './render-documents.js';
