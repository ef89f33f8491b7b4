export { AT_ONCE, ConnectionTurns, MOST_CONNECTIONS, type SharedConnections } from './limited-dialer.js';
export type { Probe, ProbeMode, ProbeOptions, ProbePorts } from './probe.js';
export * from './result.js';
export { asStep, phrase, PROBE_PHRASES } from './phrases.js';
export { runProbe } from './run-probe.js';
export { type EarlierPolicy, policyToRemember, sinceEarlier } from './policy-history.js';
export { finding, type FactsOf, type FindingCode } from './findings/catalogue.js';
export type { AskNameServer, NameServerReply } from './name-servers.js';
