import type { PendingNotification } from '#rollover';

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
