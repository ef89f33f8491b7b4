/** Bounds on what one connection may ask for and leave unread. */
import { problem } from '../problem/problems.js';
import { replyOf } from './acknowledgement.js';
import { beyondEventBounds } from './event-arguments.js';
import type { LiveSocket } from './socket.types.js';

export const MAX_WATCHED_PER_SOCKET = 20;

/** The page sends one event per connection; a monitoring client one per check. The first message joins. */
const MAX_MESSAGES = 101;
const WINDOW_MS = 10_000;

/**
 * What may wait for a client that does not read, beside what its transport has taken already, which is never more. A
 * full check is up to 2 MB. A client that falls behind further reconnects, watches again and gets the latest state.
 */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

export function limitSocket(socket: LiveSocket): void {
  limitArguments(socket);
  limitUnread(socket);
}

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

function limitArguments(socket: LiveSocket): void {
  socket.use(([, ...args]: readonly unknown[], next) => {
    const hasReply = typeof args.at(-1) === 'function';
    const excess = beyondEventBounds(hasReply ? args.slice(0, -1) : args);
    if (excess === null) next();
    else replyOf(args.at(-1))(problem('malformed-request', `The event ${excess}.`));
  });
}

/** Packets wait in the connection's buffer until the transport takes them, all at once (`drain`). */
function limitUnread({ conn }: LiveSocket): void {
  let unread = 0;
  conn.on('packetCreate', ({ data }: { readonly data?: unknown }) => {
    const size = typeof data === 'string' ? Buffer.byteLength(data) : 0;
    // A packet that waits alone may be of any size: otherwise a very large check could never be sent.
    if (unread > 0 && unread + size > MAX_UNREAD_BYTES) cut(conn);
    unread += size;
  });
  conn.on('drain', () => {
    unread = 0;
  });
}

/** Without the closing handshake: the client would not read that either, and what is on its way to it stays in memory. */
function cut(conn: LiveSocket['conn']): void {
  const { socket } = conn.transport as { socket?: { terminate(): void } };
  conn.close(true);
  socket?.terminate();
}
