import { useEffect, useState } from 'preact/hooks';

import type { CheckBody, ProblemBody } from '#contracts';

import { LiveConnection, type LiveListener } from '../../shared/state/live-connection.js';
import type { LiveEvent, LiveState } from '../../shared/state/live-state.js';
import { problemOfAnswer } from '../../shared/state/page-problem.js';
import { useLiveState } from '../../shared/state/use-live-state.js';
import { reduceCheck } from './check-state.js';
import { createCheck } from './create-check.js';
import { type Route, checkPath, parseRoute } from './route.js';

type Dispatch = (event: LiveEvent<CheckBody>) => void;

interface PageControl {
  readonly state: LiveState<CheckBody>;
  /** Tries again after a problem. */
  readonly retry: () => void;
  /** Shows the check of an answer, without waiting for the live connection. */
  readonly show: (check: CheckBody) => void;
}

/** The state of the whole page. */
export function usePage(): PageControl {
  const [state, dispatch] = useLiveState(reduceCheck);
  const [route, setRoute] = useState<Route>(() => parseRoute(window.location.pathname));
  const [attempt, setAttempt] = useState(0);

  useEffect(() => open(route, dispatch, setRoute), [route, attempt]);

  const retry = (): void => {
    dispatch({ type: 'started' });
    setAttempt((count) => count + 1);
  };
  const show = (check: CheckBody): void => dispatch({ type: 'answered', body: check });
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
  dispatch({ type: 'opened', body: check });
  setRoute({ kind: 'check', token: check.token });
}

function watch(token: string, dispatch: Dispatch): () => void {
  return watchCheck(token, {
    body: (body) => dispatch({ type: 'received', body }),
    problem: (answer) => dispatch({ type: 'failed', problem: problemOfAnswer(answer) }),
    lost: () => dispatch({ type: 'lost' }),
    refused: () => dispatch({ type: 'refused' }),
  });
}

/** Watches one check. The function returned ends it. */
function watchCheck(token: string, listener: LiveListener<CheckBody>): () => void {
  const connection = new LiveConnection<CheckBody>(
    {
      watch: async (socket, timeoutMs) => {
        const answer: unknown = await socket.timeout(timeoutMs).emitWithAck('check:watch', token);
        return answer as CheckBody | ProblemBody;
      },
      hear: (socket, tell, ask) => {
        socket.on('check:update', (check) => {
          if (check.token === token) tell(check);
        });
        socket.on('check:gone', (gone) => {
          if (gone === token) ask();
        });
      },
    },
    listener,
  );
  return () => connection.close();
}
