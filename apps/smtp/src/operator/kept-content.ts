import { CollectedBytes } from '#text';

/** The octets of messages to the operator while they arrive: the only ones that the receiver keeps. */

/** What all messages on their way may hold at once: a thousand clients could send one at the same time. */
export class ContentBudget {
  private used = 0;

  constructor(private readonly maxBytes: number) {}

  take(bytes: number): boolean {
    if (this.used + bytes > this.maxBytes) return false;
    this.used += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.used -= bytes;
  }
}

/** One message. Without room for it the rest is let go by; `release` has to follow in any case. */
export class KeptContent {
  private kept: CollectedBytes;
  private isWhole = true;
  /** Larger than what is kept of one message. */
  isTooLarge = false;

  constructor(
    private readonly budget: ContentBudget,
    private readonly maxBytes: number,
  ) {
    this.kept = new CollectedBytes(maxBytes);
  }

  /** The budget counts what is held in memory, not what has arrived. */
  add(chunk: Buffer): void {
    if (!this.isWhole) return;
    const { size, capacity } = this.kept;
    this.isTooLarge = size + chunk.length > this.maxBytes;
    if (this.isTooLarge || !this.budget.take(this.kept.capacityWith(chunk.length) - capacity)) {
      this.isWhole = false;
      this.release();
      return;
    }
    this.kept.add(chunk);
  }

  /** Null when not all of it could be kept. */
  get content(): Buffer | null {
    return this.isWhole ? this.kept.bytes : null;
  }

  release(): void {
    this.budget.giveBack(this.kept.capacity);
    this.kept = new CollectedBytes(this.maxBytes);
  }
}
