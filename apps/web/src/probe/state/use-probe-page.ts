import { useEffect, useReducer, useState } from 'preact/hooks';

import type { ProbeBody, ProblemBody } from '#contracts';

import { problemOf, problemOfAnswer } from '../../state/page-problem.js';
import { askJson } from '../../state/post-json.js';
import { parseProbeRoute, probePath } from './probe-route.js';
import { hasEnded, type ProbeEvent, type ProbeState, reduceProbe } from './probe-state.js';
import { watchProbe } from './watch-probe.js';

const REGAINED_SHOWN_MS = 6_000;

type Dispatch = (event: ProbeEvent) => void;

interface ProbePageControl {
  readonly state: ProbeState;
  /** Tries again after a problem. */
  readonly retry: () => void;
  /** Shows a probe that was asked for, at its own address. */
  readonly show: (probe: ProbeBody) => void;
}

/** The state of the whole page. */
export function useProbePage(): ProbePageControl {
  const [state, dispatch] = useReducer(reduceProbe, { kind: 'loading' });
  const [path, setPath] = useState(window.location.pathname);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => open(path, dispatch), [path, attempt]);
  useEffect(() => settle(state, dispatch), [state]);
  useEffect(() => {
    const onBack = (): void => setPath(window.location.pathname);
    window.addEventListener('popstate', onBack);
    return () => window.removeEventListener('popstate', onBack);
  }, []);

  const show = (probe: ProbeBody): void => {
    dispatch({ type: 'answered', probe });
    window.history.pushState(null, '', probePath(probe.id));
    setPath(window.location.pathname);
  };
  return { state, retry: () => setAttempt((count) => count + 1), show };
}

function open(path: string, dispatch: Dispatch): (() => void) | undefined {
  const route = parseProbeRoute(path);
  switch (route.kind) {
    case 'form':
      dispatch({ type: 'form' });
      return undefined;
    case 'unknown':
      dispatch({ type: 'loading' });
      dispatch({ type: 'failed', problem: { kind: 'unknown-page' } });
      return undefined;
    case 'probe':
      return openProbe(route.id, dispatch);
  }
}

/** Most links lead to a probe that ended long ago: it is read, and watched only while it goes on. */
function openProbe(id: string, dispatch: Dispatch): () => void {
  let close: (() => void) | undefined;
  let isClosed = false;
  void readProbe(id).then((event) => {
    if (isClosed) return;
    dispatch(event);
    if (event.type === 'answered' && !hasEnded(event.probe)) close = watch(id, dispatch);
  });
  return () => {
    isClosed = true;
    close?.();
  };
}

async function readProbe(id: string): Promise<ProbeEvent> {
  const answer = await askJson(`/api/probes/${encodeURIComponent(id)}`);
  if (answer === null) return { type: 'failed', problem: { kind: 'unreachable' } };
  const { response, body } = answer;
  if (response.ok && body !== null) return { type: 'answered', probe: body as ProbeBody };
  const detail = (body as ProblemBody | null)?.detail ?? `The server answered ${response.status}.`;
  return { type: 'failed', problem: problemOf(response.status, detail) };
}

function watch(id: string, dispatch: Dispatch): () => void {
  return watchProbe(id, {
    body: (probe) => dispatch({ type: 'received', probe }),
    problem: (answer) => dispatch({ type: 'failed', problem: problemOfAnswer(answer) }),
    lost: () => dispatch({ type: 'lost' }),
  });
}

function settle(state: ProbeState, dispatch: Dispatch): (() => void) | undefined {
  if (state.kind !== 'probe' || state.connection !== 'regained') return undefined;
  const timer = window.setTimeout(() => dispatch({ type: 'settled' }), REGAINED_SHOWN_MS);
  return () => window.clearTimeout(timer);
}
