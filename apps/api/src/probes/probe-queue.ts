/** A place in the queue: counted from the moment it is given, so that no burst can get in between. */
export interface ProbePlace {
  /** @param work must not reject; called immediately when its turn has come */
  fill(work: () => Promise<void>): void;
  /** Gives the place back; does nothing once it is filled. */
  release(): void;
}

/** Begins what it is given in order, so many at a time; when too many wait there is no place for more. */
export class ProbeQueue {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;
  /** Places that are given and not filled yet. */
  private reserved = 0;
  private closed = false;

  constructor(
    private readonly maxRunning: number,
    private readonly maxWaiting: number,
  ) {}

  get counts(): { readonly running: number; readonly waiting: number } {
    return { running: this.running, waiting: this.waiting.length + this.reserved };
  }

  /** Null when as many run and wait as may. Asking and taking are one step. */
  reserve(): ProbePlace | null {
    const taken = this.running + this.waiting.length + this.reserved;
    if (this.closed || taken >= this.maxRunning + this.maxWaiting) return null;
    this.reserved += 1;
    let isOpen = true;
    const leave = (): boolean => {
      if (!isOpen) return false;
      isOpen = false;
      this.reserved -= 1;
      return true;
    };
    return {
      release: () => void leave(),
      fill: (work) => {
        if (!leave() || this.closed) return;
        this.waiting.push(work);
        this.beginNext();
      },
    };
  }

  /** Begins nothing more. */
  close(): void {
    this.closed = true;
    this.waiting.length = 0;
  }

  private beginNext(): void {
    if (this.closed || this.running >= this.maxRunning) return;
    const work = this.waiting.shift();
    if (work === undefined) return;
    this.running += 1;
    void work().finally(() => {
      this.running -= 1;
      this.beginNext();
    });
  }
}
