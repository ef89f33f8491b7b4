export { createLogger } from './create-logger.js';
export type { Logger } from './create-logger.js';
export { NestLogger } from './nest-logger.js';
export { SparingLog } from './sparing-log.js';
