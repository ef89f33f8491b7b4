/** Begins what it is given in order, so many at once; what comes when too many wait is refused. */
export class ProbeQueue {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;
  private closed = false;

  constructor(
    private readonly maxRunning: number,
    private readonly maxWaiting: number,
  ) {}

  get isFull(): boolean {
    return this.closed || (this.running >= this.maxRunning && this.waiting.length >= this.maxWaiting);
  }

  get counts(): { readonly running: number; readonly waiting: number } {
    return { running: this.running, waiting: this.waiting.length };
  }

  /** @param work must not reject; called at once when there is room */
  add(work: () => Promise<void>): void {
    this.waiting.push(work);
    this.beginNext();
  }

  /** Begins nothing more. */
  close(): void {
    this.closed = true;
    this.waiting.length = 0;
  }

  private beginNext(): void {
    if (this.running >= this.maxRunning) return;
    const work = this.waiting.shift();
    if (work === undefined) return;
    this.running += 1;
    void work().finally(() => {
      this.running -= 1;
      this.beginNext();
    });
  }
}
