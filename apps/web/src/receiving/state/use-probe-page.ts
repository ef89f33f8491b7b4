import { useEffect, useState } from 'preact/hooks';

import type { ProbeBody, ProblemBody } from '#contracts';

import { LiveConnection, type LiveListener } from '../../shared/state/live-connection.js';
import type { LiveEvent, LiveState } from '../../shared/state/live-state.js';
import { problemOf, problemOfAnswer } from '../../shared/state/page-problem.js';
import { askJson } from '../../shared/state/post-json.js';
import { useLiveState } from '../../shared/state/use-live-state.js';
import { parseProbeRoute, probePath } from './probe-route.js';
import { hasEnded, reduceProbe } from './probe-state.js';
import { t } from '../../shared/texts.js';

type Dispatch = (event: LiveEvent<ProbeBody>) => void;

interface ProbePageControl {
  readonly state: LiveState<ProbeBody> | { readonly kind: 'form' };
  /** Tries again after a problem. */
  readonly retry: () => void;
  /** Shows a probe that was asked for, at its own address. */
  readonly show: (probe: ProbeBody) => void;
}

/** The state of the whole page. */
export function useProbePage(): ProbePageControl {
  const [state, dispatch] = useLiveState(reduceProbe);
  const [path, setPath] = useState(window.location.pathname);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => open(path, dispatch), [path, attempt]);
  useEffect(() => {
    const onBack = (): void => setPath(window.location.pathname);
    window.addEventListener('popstate', onBack);
    return () => window.removeEventListener('popstate', onBack);
  }, []);

  const show = (probe: ProbeBody): void => {
    dispatch({ type: 'opened', body: probe });
    window.history.pushState(null, '', probePath(probe.id));
    setPath(window.location.pathname);
  };
  const isForm = parseProbeRoute(path).kind === 'form';
  return { state: isForm ? { kind: 'form' } : state, retry: () => setAttempt((count) => count + 1), show };
}

function open(path: string, dispatch: Dispatch): (() => void) | undefined {
  const route = parseProbeRoute(path);
  switch (route.kind) {
    case 'form':
      return undefined;
    case 'unknown':
      dispatch({ type: 'started' });
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
    if (event.type === 'opened' && !hasEnded(event.body)) close = watch(id, dispatch);
  });
  return () => {
    isClosed = true;
    close?.();
  };
}

async function readProbe(id: string): Promise<LiveEvent<ProbeBody>> {
  const answer = await askJson(`/api/probes/${encodeURIComponent(id)}`);
  if (answer === null) return { type: 'failed', problem: { kind: 'unreachable' } };
  const { response, body } = answer;
  if (response.ok && body !== null) return { type: 'opened', body: body as ProbeBody };
  const detail = (body as ProblemBody | null)?.detail ?? t.shared.problems.answered(String(response.status));
  return { type: 'failed', problem: problemOf(response.status, detail) };
}

function watch(id: string, dispatch: Dispatch): () => void {
  return watchProbe(id, {
    body: (body) => dispatch({ type: 'received', body }),
    problem: (answer) => dispatch({ type: 'failed', problem: problemOfAnswer(answer) }),
    lost: () => dispatch({ type: 'lost' }),
    refused: () => dispatch({ type: 'refused' }),
  });
}

/** Watches one probe until it has ended. The function returned ends it before. */
function watchProbe(id: string, listener: LiveListener<ProbeBody>): () => void {
  const connection = new LiveConnection<ProbeBody>(
    {
      watch: async (socket, timeoutMs) => {
        const answer: unknown = await socket.timeout(timeoutMs).emitWithAck('probe:watch', id);
        return answer as ProbeBody | ProblemBody;
      },
      hear: (socket, tell) => {
        socket.on('probe:update', (probe) => {
          if (probe.id === id) tell(probe);
        });
      },
    },
    {
      ...listener,
      body: (probe) => {
        // First, so that the end of the connection is no loss.
        if (hasEnded(probe)) connection.close();
        listener.body(probe);
      },
    },
  );
  return () => connection.close();
}
