import type { ProbeBody } from '#contracts';

import type { PageProblem } from '../../state/page-problem.js';
import type { Connection } from '../../state/page-state.js';

export type ProbeState =
  | { readonly kind: 'form' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'problem'; readonly problem: PageProblem }
  | { readonly kind: 'probe'; readonly probe: ProbeBody; readonly connection: Connection };

export type ProbeEvent =
  | { readonly type: 'form' }
  | { readonly type: 'loading' }
  /** A probe over HTTP: shown at once, before the live connection stands. */
  | { readonly type: 'answered'; readonly probe: ProbeBody }
  /** A probe over the live connection. */
  | { readonly type: 'received'; readonly probe: ProbeBody }
  | { readonly type: 'lost' }
  | { readonly type: 'settled' }
  | { readonly type: 'failed'; readonly problem: PageProblem };

export function reduceProbe(state: ProbeState, event: ProbeEvent): ProbeState {
  switch (event.type) {
    case 'form':
    case 'loading':
      return { kind: event.type };
    case 'answered':
      return { kind: 'probe', probe: event.probe, connection: 'connecting' };
    case 'received':
      return receive(state, event.probe);
    case 'lost':
      if (state.kind !== 'probe') return { kind: 'problem', problem: { kind: 'unreachable' } };
      return { ...state, connection: 'lost' };
    case 'settled':
      return state.kind === 'probe' && state.connection === 'regained'
        ? { ...state, connection: 'live' }
        : state;
    case 'failed':
      return fail(state, event.problem);
  }
}

/** Nothing changes any more. */
export function hasEnded({ state }: ProbeBody): boolean {
  return state === 'done' || state === 'failed';
}

function receive(state: ProbeState, probe: ProbeBody): ProbeState {
  if (state.kind !== 'probe') return { kind: 'probe', probe, connection: 'live' };
  const wasLost = state.connection === 'lost' || state.connection === 'regained';
  return {
    kind: 'probe',
    probe: newerOf(state.probe, probe),
    connection: wasLost && !hasEnded(probe) ? 'regained' : 'live',
  };
}

/** What is on the screen is not taken away because the server cannot repeat it just now. */
function fail(state: ProbeState, problem: PageProblem): ProbeState {
  if (state.kind !== 'probe') return { kind: 'problem', problem };
  return { ...state, connection: problem.kind === 'unknown-check' ? 'expired' : 'lost' };
}

/** Steps are only ever added until the end, so an answer with fewer of them was overtaken on its way. */
function newerOf(shown: ProbeBody, probe: ProbeBody): ProbeBody {
  if (shown.id !== probe.id || hasEnded(probe)) return probe;
  return hasEnded(shown) || probe.steps.length < shown.steps.length ? shown : probe;
}
