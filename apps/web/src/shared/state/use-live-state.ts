import { type Dispatch, useEffect, useReducer } from 'preact/hooks';

import { type LiveEvent, type LiveReducer, type LiveState, LOADING } from './live-state.js';

const REGAINED_SHOWN_MS = 6_000;

/** The state of what a page watches. That the connection is back is shown for some seconds. */
export function useLiveState<Body>(
  reduce: LiveReducer<Body>,
): readonly [LiveState<Body>, Dispatch<LiveEvent<Body>>] {
  const [state, dispatch] = useReducer(reduce, LOADING);
  useEffect(() => {
    if (state.kind !== 'shown' || state.connection !== 'regained') return undefined;
    const timer = window.setTimeout(() => dispatch({ type: 'settled' }), REGAINED_SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [state]);
  return [state, dispatch];
}
