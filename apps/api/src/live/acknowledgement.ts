import { type CheckBody, isProblem, type ProbeBody, type ProblemBody } from '#contracts';
import { type LanguageTag, problemIn } from '#words';

import { failed, overloaded, tooManyWatched } from '../problem/problems.js';
import { WatchesExhaustedError } from './watch-places.js';

export type Reply = (answer: CheckBody | ProbeBody | ProblemBody) => void;

/** Functions cannot be sent: one that arrives is the acknowledgement, made by socket.io itself. */
export function replyOf(acknowledge: unknown, language: LanguageTag = 'en'): Reply {
  if (typeof acknowledge !== 'function') return () => undefined;
  const answer = acknowledge as Reply;
  return (body) => answer(isProblem(body) ? problemIn(body, language) : body);
}

/** Why something cannot be watched. */
export function watchProblem(error: unknown): ProblemBody {
  if (!(error instanceof WatchesExhaustedError)) return failed(error);
  return error.exhausted === 'total' ? overloaded() : tooManyWatched(error.exhausted);
}
