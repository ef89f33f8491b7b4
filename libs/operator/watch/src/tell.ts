import { type PendingNotification, type WatchState } from './watch-state.js';
import { pendingOf, settle } from './notifications.js';
import { type WatchBook } from './watch-file.js';
/** Hands out what is written down to be told. */

/** Longer than any holiday of a relay; what was wrong is seen in the report by then. */
const GIVE_UP_AFTER_MS = 7 * 86_400_000;

interface Telling {
  readonly channels: readonly Channel[];
  readonly now: number;
  readonly complain: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * All channels at once, each in its order; what was taken is taken away from the state at once. Answers the state after that.
 *
 * @param state as it was saved
 */
export async function tell(state: WatchState, book: WatchBook, telling: Telling): Promise<WatchState> {
  const ledger = new Ledger(state, book);
  await Promise.all(telling.channels.map((channel) => tellOne(channel, ledger, telling)));
  return ledger.state;
}

async function tellOne(channel: Channel, ledger: Ledger, telling: Telling): Promise<void> {
  const { now, complain, signal } = telling;
  for (const notification of pendingOf(ledger.state, channel.name)) {
    if (signal.aborted) return;
    const delivery = await channel.deliver(notification, signal);
    if (delivery.kind === 'told') {
      await ledger.settle(channel.name, notification.id);
      continue;
    }
    const isGivenUp = now - notification.at >= GIVE_UP_AFTER_MS;
    if (isGivenUp) await ledger.settle(channel.name, notification.id);
    const fate = isGivenUp ? 'giving up on it' : 'it is retried at the next check';
    complain(`Alerts could not be sent: ${delivery.reason}; ${fate}`);
    if (delivery.kind === 'failed') return;
  }
}

/** Writes one change after the other. */
class Ledger {
  private writing: Promise<void> = Promise.resolve();

  constructor(
    public state: WatchState,
    private readonly book: WatchBook,
  ) {}

  settle(channel: string, id: string): Promise<void> {
    this.state = settle(this.state, channel, id);
    this.writing = this.writing.then(() => this.book.save(this.state));
    return this.writing;
  }
}

export type Delivery =
  | { readonly kind: 'told' }
  /** Whoever is at the other end takes nothing now; it is tried again at the next look. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** This one is not taken; the next may be. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A way to tell somebody. */
export interface Channel {
  /** The key of its memory in the state. */
  readonly name: string;
  /** Never rejects. */
  deliver(notification: PendingNotification, signal: AbortSignal): Promise<Delivery>;
}
