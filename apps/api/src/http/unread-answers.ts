/**
 * Answers that wait in memory for clients that do not read them: a full check is up to 2 MB, and asking for it costs a
 * client nothing. What comes beyond the bounds ends with its connection, and so does what waits too long.
 */
import type { NextFunction, Request, Response } from 'express';

import { TieredLimit } from '#limits';

import type { ClientAddresses } from '../security/client-addresses.js';

/** In all some 120 MB, half of what the heap of the API leaves of its container. */
const SIMULTANEOUS = { perClient: 10, total: 60 };

/** Smaller ones than this need no bound: each has a connection of its own, and those are bounded. */
const LARGE_BYTES = 65_536;

const PATIENCE_MS = 30_000;

export function boundUnreadAnswers(
  clients: ClientAddresses,
): (request: Request, response: Response, next: NextFunction) => void {
  const unread = new TieredLimit(SIMULTANEOUS);
  return (request, response, next) => {
    // Given to the system in full by then, or still here.
    response.once('prefinish', () => {
      const { socket } = response;
      if (socket === null || socket.writableLength < LARGE_BYTES) return;
      const admission = unread.acquire(clients.of(request));
      if ('exhausted' in admission) return void socket.destroy();
      const patience = setTimeout(() => socket.destroy(), PATIENCE_MS).unref();
      response.once('close', () => {
        clearTimeout(patience);
        admission.release();
      });
    });
    next();
  };
}
