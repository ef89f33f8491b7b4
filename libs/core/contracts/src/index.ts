export * from './check.contract.js';
export * from './health.contract.js';
export * from './probe.contract.js';
export * from './problem.contract.js';
export * from './scenario.contract.js';
export * from './socket.contract.js';
export * from './tls-report.contract.js';
export * from './watch.contract.js';
