export { environmentBlock } from './appliance.js';
export { ConfigError, loadConfig } from './config.js';
export type { Config } from './config.js';
export { renderConfigurationPage, renderEnvExample } from './render-documents.js';
