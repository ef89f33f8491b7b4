import { TieredLimit } from '#limits';
import type { SparingLog } from '#logging';

/** With a quarter of the heap, where that is less; a full check is up to 2 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * What waits in memory for clients that do not read, over every kind of connection: asking for much costs a client nothing. The
 * limits count bytes. A client or network that has reached its own loses the connection with its next answer; when the total is
 * reached, the connection goes that has left something unread for longest.
 */
export class UnreadBytes {
  private readonly limit: TieredLimit;
  private readonly waiting = new Set<() => void>();

  /** @param heapBytes what the heap of this process may take */
  constructor(
    private readonly log: Pick<SparingLog, 'warn'>,
    heapBytes: number,
  ) {
    const total = Math.min(MAX_BYTES, heapBytes / 4);
    this.limit = new TieredLimit({ perClient: total / 4, perNetwork: [total / 2, total / 2], total });
  }

  /**
   * The function returned is for when it was read, or its connection is over. Null when there is no room.
   *
   * @param cut ends whatever it waits for, to make room for others
   */
  hold(client: string, bytes: number, cut: () => void): (() => void) | null {
    const admission = this.makeRoom(client, bytes);
    if (admission === null) {
      this.log.warn('a connection ended: too much waited unread for its client', { client });
      return null;
    }
    const giveUp = (): void => {
      release();
      this.log.warn('a connection ended: nothing was unread for longer, and others needed the room', {
        client,
      });
      cut();
    };
    const release = (): void => {
      admission.release();
      this.waiting.delete(giveUp);
    };
    this.waiting.add(giveUp);
    return release;
  }

  private makeRoom(client: string, bytes: number): { readonly release: () => void } | null {
    for (;;) {
      const admission = this.limit.acquire(client, bytes);
      if (!('exhausted' in admission)) return admission;
      const [longest] = this.waiting;
      if (admission.exhausted !== 'total' || longest === undefined) return null;
      longest();
    }
  }
}
