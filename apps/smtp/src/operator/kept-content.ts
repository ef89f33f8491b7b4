/** The octets of messages to the operator while they arrive: the only ones that the receiver keeps. */
import { TieredLimit } from '#limits';
import { CollectedBytes } from '#text';

/**
 * Bytes that messages on their way may hold simultaneously: a thousand clients could send one. A client gets a third, and a
 * network half: large messages that come slowly leave room for those of others.
 */
export function contentBudget(bytes: number): TieredLimit {
  const half = Math.ceil(bytes / 2);
  return new TieredLimit({ perClient: Math.ceil(bytes / 3), perNetwork: [half, half], total: bytes });
}

/** One message. Without room for it the rest is dropped; `release` has to follow in any case. */
export class KeptContent {
  private kept: CollectedBytes;
  /** Each gives back a part of the budget. */
  private readonly held: (() => void)[] = [];
  private isWhole = true;
  /** Larger than what is kept of one message. */
  isTooLarge = false;

  constructor(
    private readonly budget: TieredLimit,
    private readonly client: string,
    private readonly maxBytes: number,
  ) {
    this.kept = new CollectedBytes(maxBytes);
  }

  /** The budget counts what is held in memory, not what has arrived. */
  add(chunk: Buffer): void {
    if (!this.isWhole) return;
    const { size, capacity } = this.kept;
    this.isTooLarge = size + chunk.length > this.maxBytes;
    if (this.isTooLarge || !this.take(this.kept.capacityWith(chunk.length) - capacity)) {
      this.isWhole = false;
      this.release();
      return;
    }
    this.kept.add(chunk);
  }

  private take(bytes: number): boolean {
    if (bytes === 0) return true;
    const admission = this.budget.acquire(this.client, bytes);
    if ('exhausted' in admission) return false;
    this.held.push(admission.release);
    return true;
  }

  /** Null when not all of it could be kept. */
  get content(): Buffer | null {
    return this.isWhole ? this.kept.bytes : null;
  }

  release(): void {
    for (const giveBack of this.held.splice(0)) giveBack();
    this.kept = new CollectedBytes(this.maxBytes);
  }
}
