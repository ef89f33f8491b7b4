import type { CheckBody, ProbeBody, ProblemBody } from '#contracts';

import { failed, overloaded, tooManyWatched } from '../problem/problems.js';
import { WatchesExhaustedError } from './watch-places.js';

export type Reply = (answer: CheckBody | ProbeBody | ProblemBody) => void;

/** Functions cannot be sent: one that arrives is the acknowledgement, made by socket.io itself. */
export function replyOf(acknowledge: unknown): Reply {
  return typeof acknowledge === 'function' ? (acknowledge as Reply) : () => undefined;
}

/** Why something cannot be watched. */
export function watchProblem(error: unknown): ProblemBody {
  if (!(error instanceof WatchesExhaustedError)) return failed(error);
  return error.exhausted === 'total' ? overloaded() : tooManyWatched(error.exhausted);
}
