const MAX_NAMES = 10_000;
const FOR_MS = 10_000;

/**
 * Tokens and ids that named nothing a moment ago: asking again costs no reading. Nobody knows one before what it names is
 * stored, so that a no stays true.
 */
export class UnknownNames {
  /** Until when each is taken for unknown, the oldest first. */
  private readonly until = new Map<string, number>();

  has(name: string): boolean {
    const until = this.until.get(name);
    return until !== undefined && performance.now() < until;
  }

  add(name: string): void {
    this.until.delete(name);
    this.until.set(name, performance.now() + FOR_MS);
    const [oldest] = this.until.keys();
    if (this.until.size > MAX_NAMES && oldest !== undefined) this.until.delete(oldest);
  }
}
