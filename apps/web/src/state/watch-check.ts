import type { CheckBody, ProblemBody } from '#contracts';

import { LiveConnection, type LiveListener } from './live-connection.js';

/** Watches one check. The function returned ends it. */
export function watchCheck(token: string, listener: LiveListener<CheckBody>): () => void {
  const connection = new LiveConnection<CheckBody>(
    {
      watch: async (socket, timeoutMs) => {
        const answer: unknown = await socket.timeout(timeoutMs).emitWithAck('check:watch', token);
        return answer as CheckBody | ProblemBody;
      },
      hear: (socket, tell) => {
        socket.on('check:update', (check) => {
          if (check.token === token) tell(check);
        });
      },
    },
    listener,
  );
  return () => connection.close();
}
