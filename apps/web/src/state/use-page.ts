import { useEffect, useReducer, useState } from 'preact/hooks';

import type { CheckBody } from '#contracts';

import { createCheck } from './create-check.js';
import { problemOfAnswer } from './page-problem.js';
import { INITIAL_STATE, type PageEvent, type PageState, reducePage } from './page-state.js';
import { type Route, checkPath, parseRoute } from './route.js';
import { watchCheck } from './watch-check.js';

const REGAINED_SHOWN_MS = 6_000;

type Dispatch = (event: PageEvent) => void;

interface PageControl {
  readonly state: PageState;
  /** Tries again after a problem. */
  readonly retry: () => void;
  /** Shows the check of an answer, without waiting for the live connection. */
  readonly show: (check: CheckBody) => void;
}

/** The state of the whole page. */
export function usePage(): PageControl {
  const [state, dispatch] = useReducer(reducePage, INITIAL_STATE);
  const [route, setRoute] = useState<Route>(() => parseRoute(window.location.pathname));
  const [attempt, setAttempt] = useState(0);

  useEffect(() => open(route, dispatch, setRoute), [route, attempt]);
  useEffect(() => settle(state, dispatch), [state]);

  const retry = (): void => {
    dispatch({ type: 'started' });
    setAttempt((count) => count + 1);
  };
  const show = (check: CheckBody): void => dispatch({ type: 'answered', check });
  return { state, retry, show };
}

function open(route: Route, dispatch: Dispatch, setRoute: (route: Route) => void): (() => void) | undefined {
  switch (route.kind) {
    case 'unknown':
      dispatch({ type: 'failed', problem: { kind: 'unknown-page' } });
      return undefined;
    case 'new':
      void start(dispatch, setRoute);
      return undefined;
    case 'check':
      return watch(route.token, dispatch);
  }
}

async function start(dispatch: Dispatch, setRoute: (route: Route) => void): Promise<void> {
  const created = await createCheck();
  if (!created.ok) {
    dispatch({ type: 'failed', problem: created.problem });
    return;
  }
  const { check } = created;
  // Replaced, not pushed: "back" must not start another check.
  window.history.replaceState(null, '', checkPath(check.token));
  dispatch({ type: 'created', check });
  setRoute({ kind: 'check', token: check.token });
}

function watch(token: string, dispatch: Dispatch): () => void {
  return watchCheck(token, {
    body: (check) => dispatch({ type: 'received', check }),
    problem: (answer) => dispatch({ type: 'failed', problem: problemOfAnswer(answer) }),
    lost: () => dispatch({ type: 'lost' }),
  });
}

function settle(state: PageState, dispatch: Dispatch): (() => void) | undefined {
  if (state.kind !== 'check' || state.connection !== 'regained') return undefined;
  const timer = window.setTimeout(() => dispatch({ type: 'settled' }), REGAINED_SHOWN_MS);
  return () => window.clearTimeout(timer);
}
