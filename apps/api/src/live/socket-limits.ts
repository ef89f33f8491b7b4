/** Bounds on what one connection may ask for. */
import { problem } from '../problem/problems.js';
import { replyOf } from './acknowledgement.js';
import { beyondEventBounds } from './event-arguments.js';
import type { LiveSocket } from './socket.types.js';

export const MAX_WATCHED_PER_SOCKET = 20;

/** The page sends one event per connection; a monitoring client one per check. The first message joins. */
const MAX_MESSAGES = 101;
const WINDOW_MS = 10_000;

/**
 * Ends a connection that says too much. Every message counts, not events alone: a client that left and joined again would get
 * a fresh limit each time.
 */
export function limitMessages(conn: LiveSocket['conn']): void {
  const isBeyond = messageWindow(MAX_MESSAGES);
  conn.on('packet', ({ type }: { readonly type: string }) => {
    if (type === 'message' && isBeyond()) conn.close(true);
  });
}

/** Counts one more with each call; answers whether that is more than may come within a window. */
export function messageWindow(most: number): () => boolean {
  let windowEndsAt = 0;
  let messages = 0;
  return () => {
    const now = performance.now();
    if (now >= windowEndsAt) {
      windowEndsAt = now + WINDOW_MS;
      messages = 0;
    }
    messages += 1;
    return messages > most;
  };
}

export function limitArguments(socket: LiveSocket): void {
  socket.use(([, ...args]: readonly unknown[], next) => {
    const hasReply = typeof args.at(-1) === 'function';
    const excess = beyondEventBounds(hasReply ? args.slice(0, -1) : args);
    if (excess === null) next();
    else replyOf(args.at(-1))(problem('malformed-request', 'event-beyond-bounds', excess));
  });
}
