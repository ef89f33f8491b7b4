import { connect } from 'node:net';

import type { DialResult } from '../dialer.js';

/** Opens a TCP connection. The socket keeps a listener for errors: an unheard one would end the process. */
export function connectTo(
  host: string,
  port: number,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<DialResult> {
  if (signal.aborted) return Promise.resolve({ kind: 'timeout', detail: 'the probe was ended' });
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    const settle = (result: DialResult): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (result.kind !== 'connected') socket.destroy();
      resolve(result);
    };
    const onAbort = (): void => settle({ kind: 'timeout', detail: 'the probe was ended' });
    const timer = setTimeout(
      () => settle({ kind: 'timeout', detail: `no answer within ${timeoutMs / 1000} s` }),
      timeoutMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => settle({ kind: 'connected', socket }));
    socket.on('error', (error) => settle(failure(error)));
  });
}

function failure(error: NodeJS.ErrnoException): DialResult {
  switch (error.code) {
    case 'ECONNREFUSED':
      return { kind: 'refused', detail: 'the connection was refused' };
    case 'ETIMEDOUT':
      return { kind: 'timeout', detail: 'no answer' };
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return { kind: 'unreachable', detail: 'this machine has no route to that network' };
    case 'EHOSTUNREACH':
      return { kind: 'unreachable', detail: 'the host cannot be reached' };
    case undefined:
    default:
      return { kind: 'unreachable', detail: error.message };
  }
}
