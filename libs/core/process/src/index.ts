export { threadHeapMiB, YOUNG_MIB } from './memory.js';
export { runProcess } from './run-process.js';
export type { Program } from './run-process.js';
export { startContext } from './start-context.js';
