export type { Dialer, DialResult } from './dialer.js';
export type { Probe, ProbeMode, ProbeOptions, ProbePorts } from './probe.js';
