import type { CheckBody } from '#contracts';

import type { PageProblem } from './page-problem.js';

/**
 * `regained` is shown for a moment after `lost`, so that the visitor knows that nothing is missing. `expired`: the
 * server forgot the check while it was being watched; what is on the screen stays there.
 */
export type Connection = 'connecting' | 'live' | 'lost' | 'regained' | 'expired';

export type PageState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'problem'; readonly problem: PageProblem }
  | { readonly kind: 'check'; readonly check: CheckBody; readonly connection: Connection };

export type PageEvent =
  | { readonly type: 'started' }
  /** A check over HTTP: shown at once, before the live connection stands. */
  | { readonly type: 'created'; readonly check: CheckBody }
  /** A check over the live connection. */
  | { readonly type: 'received'; readonly check: CheckBody }
  /** A check that is shown already, in the answer to a request; it says nothing about the live connection. */
  | { readonly type: 'answered'; readonly check: CheckBody }
  | { readonly type: 'lost' }
  | { readonly type: 'settled' }
  | { readonly type: 'failed'; readonly problem: PageProblem };

export const INITIAL_STATE: PageState = { kind: 'loading' };

export function reducePage(state: PageState, event: PageEvent): PageState {
  switch (event.type) {
    case 'started':
      return INITIAL_STATE;
    case 'created':
      return { kind: 'check', check: event.check, connection: 'connecting' };
    case 'received':
      return receive(state, event.check);
    case 'answered':
      return state.kind === 'check' ? { ...state, check: newerOf(state.check, event.check) } : state;
    case 'lost':
      if (state.kind !== 'check') return { kind: 'problem', problem: { kind: 'unreachable' } };
      return state.connection === 'expired' ? state : { ...state, connection: 'lost' };
    case 'settled':
      return state.kind === 'check' && state.connection === 'regained'
        ? { ...state, connection: 'live' }
        : state;
    case 'failed':
      return fail(state, event.problem);
  }
}

function receive(state: PageState, check: CheckBody): PageState {
  if (state.kind !== 'check') return { kind: 'check', check, connection: 'live' };
  const connection =
    state.connection === 'lost' || state.connection === 'regained' ? 'regained' : ('live' as const);
  return { kind: 'check', check: newerOf(state.check, check), connection };
}

/** Results on the screen are not taken away because the server cannot repeat them just now. */
function fail(state: PageState, problem: PageProblem): PageState {
  if (state.kind !== 'check') return { kind: 'problem', problem };
  return { ...state, connection: problem.kind === 'unknown-check' ? 'expired' : 'lost' };
}

/** Observations are only ever appended, so an answer with fewer of them was overtaken on its way. */
function newerOf(shown: CheckBody, check: CheckBody): CheckBody {
  return check.observations.length < shown.observations.length ? shown : check;
}
