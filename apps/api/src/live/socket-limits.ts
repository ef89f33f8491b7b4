/** Bounds on what one connection may ask for and leave unread. */
import type { LiveSocket } from './socket.types.js';

export const MAX_WATCHED_PER_SOCKET = 20;

/** The page sends one event per connection; a monitoring client one per check. */
const MAX_EVENTS = 100;
const EVENTS_WINDOW_MS = 10_000;

/** Updates that a client may leave unread. One that falls behind further reconnects and gets the latest state. */
const MAX_UNREAD_PACKETS = 64;

export function limitSocket(socket: LiveSocket): void {
  limitEvents(socket);
  limitUnread(socket);
}

function limitEvents(socket: LiveSocket): void {
  let windowEndsAt = 0;
  let events = 0;
  socket.use((_event, next) => {
    const now = performance.now();
    if (now >= windowEndsAt) {
      windowEndsAt = now + EVENTS_WINDOW_MS;
      events = 0;
    }
    events += 1;
    if (events <= MAX_EVENTS) next();
    else socket.disconnect(true);
  });
}

/** Packets wait in the connection's buffer until the transport takes them, all at once (`drain`). */
function limitUnread(socket: LiveSocket): void {
  let unread = 0;
  socket.conn.on('packetCreate', () => {
    unread += 1;
    if (unread > MAX_UNREAD_PACKETS) socket.conn.close(true);
  });
  socket.conn.on('drain', () => {
    unread = 0;
  });
}
