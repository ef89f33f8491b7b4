import { LRUCache } from 'lru-cache';

import type { Session } from './session.js';

/** A sender that falls back to the clear does so within seconds. */
const WITHIN_MS = 60_000;
const MAX_ATTEMPTS = 1_000;

interface Attempt {
  readonly session: Session;
  readonly at: number;
  /** The hosts that it has been counted to. */
  readonly countedTo: Set<string>;
}

/**
 * Handshakes that failed without naming a host, by client address: a sender that is too old for our TLS often sends no
 * server name, tries again in the clear, and only then names a recipient.
 */
export class RecentAttempts {
  private readonly attempts = new LRUCache<string, Attempt>({ max: MAX_ATTEMPTS });

  constructor(private readonly now: () => number = Date.now) {}

  /** The session has ended. */
  note(session: Session): void {
    if (session.phase !== 'handshake' || session.host !== null || session.clientHello === null) return;
    this.attempts.set(session.clientAddress, { session, at: this.now(), countedTo: new Set() });
  }

  /** The attempt that went before a delivery in the clear, once for each host. */
  before(clientAddress: string, host: string): Omit<Attempt, 'countedTo'> | null {
    // A look makes no attempt any younger.
    const attempt = this.attempts.peek(clientAddress);
    if (attempt === undefined || this.now() - attempt.at > WITHIN_MS || attempt.countedTo.has(host))
      return null;
    attempt.countedTo.add(host);
    return attempt;
  }
}
