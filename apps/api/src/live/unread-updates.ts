/** What waits in memory for clients that do not read, over live connections. */
import type { UnreadBytes } from '../http/unread-bytes.js';
import type { LiveSocket } from './socket.types.js';

/**
 * What may wait for one connection, beside what its transport has taken already. A client that falls behind further reconnects,
 * watches again and gets the latest state.
 */
const MAX_PER_CONNECTION = 4 * 1024 * 1024;

type Connection = LiveSocket['conn'];

interface Packet {
  readonly data?: unknown;
  /** An update to all who watch is one frame, which their connections share. */
  readonly options?: { readonly wsPreEncodedFrame?: object };
}

/** What connections hold together. */
interface Frame {
  readonly holders: Set<Connection>;
  readonly release: () => void;
}

export class UnreadUpdates {
  private readonly frames = new WeakMap<object, Frame>();

  constructor(private readonly unread: UnreadBytes) {}

  /** Ends the connection when more waits for it, or for its client, than may. */
  bound(connection: Connection, client: string): void {
    const held = new Set<() => void>();
    let waitingBytes = 0;
    let waiting: (() => void)[] = [];
    connection.on('packetCreate', ({ data, options }: Packet) => {
      if (typeof data !== 'string') return;
      const bytes = Buffer.byteLength(data);
      // A packet that waits alone may be of any size: otherwise a very large check could never be sent.
      const isBehind = waitingBytes > 0 && waitingBytes + bytes > MAX_PER_CONNECTION;
      const release = isBehind
        ? null
        : this.hold(connection, { client, bytes, shared: options?.wsPreEncodedFrame });
      if (release === null) return cut(connection);
      waitingBytes += bytes;
      waiting.push(release);
      held.add(release);
    });
    connection.on('flush', () => {
      const taken = waiting;
      waiting = [];
      waitingBytes = 0;
      connection.transport.once('drain', () => {
        for (const release of taken) {
          release();
          held.delete(release);
        }
      });
    });
    connection.once('close', () => {
      for (const release of held) release();
    });
  }

  private hold(
    connection: Connection,
    {
      client,
      bytes,
      shared,
    }: { readonly client: string; readonly bytes: number; readonly shared: object | undefined },
  ): (() => void) | null {
    const known = shared === undefined ? undefined : this.frames.get(shared);
    const frame = known !== undefined && known.holders.size > 0 ? known : this.newFrame(client, bytes);
    if (frame === null) return null;
    if (shared !== undefined) this.frames.set(shared, frame);
    frame.holders.add(connection);
    return () => {
      frame.holders.delete(connection);
      if (frame.holders.size === 0) frame.release();
    };
  }

  private newFrame(client: string, bytes: number): Frame | null {
    const holders = new Set<Connection>();
    const release = this.unread.hold(client, bytes, () => {
      for (const holder of holders) cut(holder);
    });
    return release === null ? null : { holders, release };
  }
}

/** Without the closing handshake: the client would not read that either, and what is on its way to it stays in memory. */
function cut(connection: Connection): void {
  const { socket } = connection.transport as { socket?: { terminate(): void } };
  connection.close(true);
  socket?.terminate();
}
