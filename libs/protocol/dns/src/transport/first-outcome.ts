/** Sockets tell by events how they fare; the first event that decides settles the promise. */
import { detail } from '#text';

import type { Exchange, ExchangeLimits } from './exchange.js';

type Finish = (outcome: Exchange) => void;

/** @param start opens the socket, gives how to close it, and reports nothing before it returns */
export function firstOutcome(
  { deadline, signal }: ExchangeLimits,
  start: (finish: Finish) => () => void,
): Promise<Exchange> {
  const aborted: Exchange = { kind: 'failed', why: detail('dns-not-awaited') };
  if (signal?.aborted === true) return Promise.resolve(aborted);
  return new Promise((resolve) => {
    let isOver = false;
    const finish: Finish = (outcome) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      close();
      resolve(outcome);
    };
    const onAbort = (): void => finish(aborted);
    // A process that was held up sees its timers before what has arrived meanwhile: that is read first.
    const timer = setTimeout(
      () => setImmediate(() => finish({ kind: 'failed', why: detail('dns-silent') })),
      Math.max(0, deadline - performance.now()),
    );
    signal?.addEventListener('abort', onAbort);
    const close = start(finish);
  });
}

/** The error of a socket behind a server's name. */
export function socketFault(error: NodeJS.ErrnoException): Exchange {
  switch (error.code) {
    case 'ECONNREFUSED':
      return { kind: 'failed', why: detail('dns-refused') };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return { kind: 'failed', why: detail('dns-unreachable') };
    case undefined:
    default:
      return { kind: 'failed', why: detail('dns-unusable', error.code ?? error.message) };
  }
}
