import { canonicalAddress, networkOf } from './network-of.js';

/** A mail server counts the connections of a client, and one server may have every address of a /64. */
export const AT_ONCE = { perAddress: 1, perNetwork: 4 } as const;

/** Ends the turn; further calls do nothing. */
export type EndTurn = () => void;

/** Who may be connected to one address and one network at the same moment; the others wait in their order. */
export class ConnectionTurns {
  private readonly addresses = new Turns(AT_ONCE.perAddress);
  private readonly networks = new Turns(AT_ONCE.perNetwork);

  /** Null when the signal fires before it is this one's turn. */
  async take(address: string, signal: AbortSignal): Promise<EndTurn | null> {
    const endOfAddress = await this.addresses.take(canonicalAddress(address), signal);
    if (endOfAddress === null) return null;
    const endOfNetwork = await this.networks.take(networkOf(address), signal);
    if (endOfNetwork === null) {
      endOfAddress();
      return null;
    }
    return () => {
      endOfNetwork();
      endOfAddress();
    };
  }
}

interface Queue {
  running: number;
  readonly waiting: Set<() => void>;
}

/** A limit for each key. Keys that nobody uses take no memory. */
class Turns {
  private readonly queues = new Map<string, Queue>();

  constructor(private readonly most: number) {}

  async take(key: string, signal: AbortSignal): Promise<EndTurn | null> {
    if (signal.aborted) return null;
    const queue = this.queues.get(key) ?? { running: 0, waiting: new Set() };
    this.queues.set(key, queue);
    if (queue.running < this.most) queue.running += 1;
    else if (!(await isWoken(queue, signal))) return null;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.end(key, queue);
    };
  }

  /** The turn goes straight to the next, so that no newcomer slips in between. */
  private end(key: string, queue: Queue): void {
    const [next] = queue.waiting;
    if (next !== undefined) return next();
    queue.running -= 1;
    if (queue.running === 0) this.queues.delete(key);
  }
}

/** Whether it became this one's turn before the signal fired. */
function isWoken({ waiting }: Queue, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isTurn: boolean): void => {
      waiting.delete(wake);
      signal.removeEventListener('abort', giveUp);
      resolve(isTurn);
    };
    const wake = (): void => settle(true);
    const giveUp = (): void => settle(false);
    waiting.add(wake);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
