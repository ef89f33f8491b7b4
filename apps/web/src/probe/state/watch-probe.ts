import type { ProbeBody, ProblemBody } from '#contracts';

import { LiveConnection, type LiveListener } from '../../state/live-connection.js';
import { hasEnded } from './probe-state.js';

/** Watches one probe until it has ended. The function returned ends it before. */
export function watchProbe(id: string, listener: LiveListener<ProbeBody>): () => void {
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
