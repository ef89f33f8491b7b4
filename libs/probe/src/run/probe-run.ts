import type { ProbeStepBody } from '#contracts';
import type { Resolver } from '#dane';

import type { ProbeOptions, ProbePorts } from '../probe.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { watchResolver, type WatchedResolver } from './watched-resolver.js';

/** Connections at once, of one target; to one address there is never more than one. */
const MOST_CONNECTIONS = 20;

/** One target while it is probed: what every part of it needs. */
export interface ProbeRun {
  readonly options: ProbeOptions;
  readonly ports: Omit<ProbePorts, 'signal' | 'resolver'>;
  readonly signal: AbortSignal;
  readonly resolver: Resolver;
  readonly watched: WatchedResolver;
  readonly connections: ConcurrencyLimit;
  readonly now: () => number;
  /** Tells whoever watches. */
  readonly step: (step: Omit<ProbeStepBody, 'at'>) => void;
}

/** @param signal ends the run: that of the ports, or a deadline */
export function startRun(options: ProbeOptions, ports: ProbePorts, signal: AbortSignal): ProbeRun {
  const watched = watchResolver(ports.resolver, signal);
  return {
    options,
    ports,
    signal,
    watched,
    resolver: watched.resolver,
    connections: new ConcurrencyLimit(MOST_CONNECTIONS),
    now: ports.now,
    step: (step) => ports.onStep({ at: new Date(ports.now()).toISOString(), ...step }),
  };
}
