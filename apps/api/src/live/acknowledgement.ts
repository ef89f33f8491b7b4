import { type CheckBody, isProblem, type ProbeBody, type ProblemBody } from '#contracts';
import { type LanguageTag, problemIn } from '#words';

import { failed, overloaded, tooManyWatched } from '../problem/problems.js';
import { languageOf } from './socket-language.js';
import type { LiveSocket } from './socket.types.js';
import { WatchesExhaustedError } from './watch-places.js';

export type Reply = (answer: CheckBody | ProbeBody | ProblemBody) => void;

/** Functions cannot be sent: one that arrives is the acknowledgement, made by socket.io itself. */
export function replyOf(acknowledge: unknown, language: LanguageTag = 'en'): Reply {
  if (typeof acknowledge !== 'function') return () => undefined;
  const answer = acknowledge as Reply;
  return (body) => answer(isProblem(body) ? problemIn(body, language) : body);
}

/**
 * Without the decorators of Nest, whose observables take as much memory for each socket as all else together. The first argument
 * may be anything; `watch` rejects for nothing that a client does.
 */
export function onWatch(
  socket: LiveSocket,
  event: 'check:watch' | 'probe:watch',
  watch: (name: unknown, reply: Reply) => Promise<void>,
): void {
  socket.on(event, (...args: readonly unknown[]) => {
    const [name] = args;
    void watch(name, replyOf(args.at(-1), languageOf(socket)));
  });
}

/** Why something cannot be watched. */
export function watchProblem(error: unknown): ProblemBody {
  if (!(error instanceof WatchesExhaustedError)) return failed(error);
  return error.exhausted === 'total' ? overloaded() : tooManyWatched(error.exhausted);
}
