import pLimit, { type LimitFunction } from 'p-limit';

import type { Resolver } from '#dns';
import { harmlessValues } from '#text';

import { ConnectionTurns, limitedDialer, type SharedConnections } from './limited-dialer.js';
import type { ProbeOptions, ProbePorts } from './probe.js';
import { Trust, type WatchedResolver, watchResolver } from './resolver-trust.js';
import type { ProbeStep } from './result.js';

/** Certificates in PEM and texts of several lines keep those. */
export const SHOWN = { keep: '\n\t' } as const;

/** Addresses of one target that are probed in parallel; `limitedDialer` decides how many of them are connected to. */
const ADDRESSES_AT_ONCE = 20;

/** One target while it is probed: what every part of it needs. */
export interface ProbeRun {
  readonly options: ProbeOptions;
  readonly ports: Omit<ProbePorts, 'signal' | 'resolver'>;
  readonly signal: AbortSignal;
  readonly resolver: Resolver;
  readonly watched: WatchedResolver;
  readonly trust: Trust;
  /** To one address, and to one network. */
  readonly visits: ConnectionTurns;
  readonly connections: LimitFunction;
  readonly now: () => number;
  /** Tells whoever watches. */
  readonly step: (step: Omit<ProbeStep, 'at'>) => void;
}

/** @param signal ends the run: that of the ports, or a deadline */
export function startRun(options: ProbeOptions, ports: ProbePorts, signal: AbortSignal): ProbeRun {
  const trust = new Trust(ports.validates, signal);
  const watched = watchResolver(ports.resolver, trust, signal);
  return {
    options,
    ports: { ...ports, dialer: limitedDialer(ports.dialer, ports.connections ?? onlyOfThisProbe()) },
    signal,
    watched,
    trust,
    resolver: watched.resolver,
    visits: new ConnectionTurns(),
    connections: pLimit(ADDRESSES_AT_ONCE),
    now: ports.now,
    step: (step) => ports.onStep(harmlessValues({ at: new Date(ports.now()).toISOString(), ...step }, SHOWN)),
  };
}

function onlyOfThisProbe(): SharedConnections {
  return { turns: new ConnectionTurns(), count: () => Promise.resolve(null) };
}
