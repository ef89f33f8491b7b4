/** What a page shows of the one thing that it watches, a check or a probe, and of its connection to the server. */
import type { PageProblem } from './page-problem.js';

/**
 * `regained` is shown for a moment after `lost`, so that the visitor knows that nothing is missing. `expired`: the
 * server deleted what was being watched; what is on the screen stays there, whatever the connection does. `refused`: the
 * server has as many connections as it takes.
 */
export type Connection = 'connecting' | 'live' | 'lost' | 'refused' | 'regained' | 'expired';

export type LiveState<Body> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'problem'; readonly problem: PageProblem }
  | { readonly kind: 'shown'; readonly body: Body; readonly connection: Connection };

export type LiveEvent<Body> =
  | { readonly type: 'started' }
  /** Over HTTP, before the live connection stands; replaces what was shown. */
  | { readonly type: 'opened'; readonly body: Body }
  /** Over the live connection. */
  | { readonly type: 'received'; readonly body: Body }
  /** In the answer to a request; it says nothing about the live connection. */
  | { readonly type: 'answered'; readonly body: Body }
  | { readonly type: 'lost' }
  | { readonly type: 'refused' }
  | { readonly type: 'settled' }
  | { readonly type: 'failed'; readonly problem: PageProblem };

/** What differs between a check and a probe. */
export interface LiveRules<Body> {
  /** Whether `next` was overtaken by what is shown. */
  isOlder(next: Body, shown: Body): boolean;
  /** Whether what comes first after a loss counts whatever was shown: a server that was restored from a backup went back. */
  readonly startsOver: boolean;
  /** Nothing changes any more: the end of the connection is no loss. */
  hasEnded(body: Body): boolean;
}

export type LiveReducer<Body> = (state: LiveState<Body>, event: LiveEvent<Body>) => LiveState<Body>;

export const LOADING = { kind: 'loading' } as const;

export function liveReducer<Body>(rules: LiveRules<Body>): LiveReducer<Body> {
  const newerOf = (shown: Body, next: Body): Body => (rules.isOlder(next, shown) ? shown : next);

  return (state, event) => {
    switch (event.type) {
      case 'started':
        return LOADING;
      case 'opened':
        return { kind: 'shown', body: event.body, connection: 'connecting' };
      case 'received':
        if (state.kind !== 'shown') return { kind: 'shown', body: event.body, connection: 'live' };
        return {
          kind: 'shown',
          body: rules.startsOver && isAway(state.connection) ? event.body : newerOf(state.body, event.body),
          connection: wasAway(state.connection) && !rules.hasEnded(event.body) ? 'regained' : 'live',
        };
      case 'answered':
        return state.kind === 'shown' ? { ...state, body: newerOf(state.body, event.body) } : state;
      case 'lost':
        return notConnected(state, 'lost', { kind: 'unreachable' });
      case 'refused':
        return notConnected(state, 'refused', { kind: 'full' });
      case 'settled':
        return state.kind === 'shown' && state.connection === 'regained'
          ? { ...state, connection: 'live' }
          : state;
      case 'failed':
        // Results on the screen are not taken away because the server cannot repeat them just now.
        if (state.kind !== 'shown') return { kind: 'problem', problem: event.problem };
        return { ...state, connection: event.problem.kind === 'unknown' ? 'expired' : 'lost' };
    }
  };
}

/** @param problem for a page that shows nothing yet */
function notConnected<Body>(
  state: LiveState<Body>,
  connection: Connection,
  problem: PageProblem,
): LiveState<Body> {
  if (state.kind !== 'shown') return { kind: 'problem', problem };
  return state.connection === 'expired' ? state : { ...state, connection };
}

function isAway(connection: Connection): boolean {
  return connection === 'lost' || connection === 'refused';
}

function wasAway(connection: Connection): boolean {
  return isAway(connection) || connection === 'regained';
}
