export { collectSeldom, LEAST_THREAD_MIB, limitThreads, type Memory, readMemory } from './memory.js';
export { runProcess } from './run-process.js';
export type { Program } from './run-process.js';
export { startContext } from './start-context.js';
