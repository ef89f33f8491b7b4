import type { ProbeStepBody } from '#contracts';
import type { Resolver } from '#dane';

import type { ProbeOptions, ProbePorts } from '../probe.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { Trust } from './trust.js';
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
  readonly trust: Trust;
  readonly connections: ConcurrencyLimit;
  readonly now: () => number;
  /** Tells whoever watches. */
  readonly step: (step: Omit<ProbeStepBody, 'at'>) => void;
}

/** @param signal ends the run: that of the ports, or a deadline */
export function startRun(options: ProbeOptions, ports: ProbePorts, signal: AbortSignal): ProbeRun {
  const trust = new Trust(ports.validates, signal);
  const watched = watchResolver(ports.resolver, trust, signal);
  return {
    options,
    ports,
    signal,
    watched,
    trust,
    resolver: watched.resolver,
    connections: new ConcurrencyLimit(MOST_CONNECTIONS),
    now: ports.now,
    step: (step) => ports.onStep({ at: new Date(ports.now()).toISOString(), ...step }),
  };
}
