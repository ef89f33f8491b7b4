/** A question to several resolvers in turn, until one answers or the time is over. */
import { because, detail, type Phrase, type Why } from '#text';

import type { Endpoint } from '../endpoint.js';
import { askServer, type Question, type ServerAnswer } from './ask-server.js';

export interface Asking {
  readonly servers: readonly Endpoint[];
  /** How often a server that keeps silent is asked. */
  readonly attempts: number;
  /** What `performance.now()` says at the end. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * What failed at one server may succeed at the next. That a validation failed is an answer, however: another server
 * that does not validate would hide it.
 */
export async function askServers(question: Question, asking: Asking): Promise<ServerAnswer> {
  const details = new Map<Endpoint, Phrase>();
  let waiting = asking.servers;
  for (let attempt = 0; attempt < asking.attempts; attempt += 1) {
    const silent: Endpoint[] = [];
    for (const [index, server] of waiting.entries()) {
      const triesLeft = (asking.attempts - attempt) * waiting.length - index;
      const limits = { deadline: nextDeadline(asking, triesLeft), signal: asking.signal };
      const answer = await askServer(server, question, limits);
      if (answer.kind === 'answered' || answer.kind === 'bogus') return answer;
      details.set(server, answer.why);
      if (answer.kind === 'silent') silent.push(server);
      if (isOver(asking)) return { kind: 'silent', ...joined(details) };
    }
    waiting = silent;
  }
  return { kind: 'silent', ...joined(details) };
}

/** The tries that are left share the time that is left. */
function nextDeadline({ deadline }: Asking, triesLeft: number): number {
  const now = performance.now();
  return now + Math.max(0, deadline - now) / triesLeft;
}

function isOver({ deadline, signal }: Asking): boolean {
  return performance.now() >= deadline || signal?.aborted === true;
}

function joined(details: ReadonlyMap<Endpoint, Phrase>): Why {
  return because(detail('all', [...details.values()]));
}
