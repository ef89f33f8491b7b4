import { type Exhausted, TieredLimit, widestNetwork } from '#limits';

import { FairQueue } from '../security/fair-queue.js';

/** A place in the queue: counted from the moment it is given, so that no burst can get in between. */
export interface ProbePlace {
  /** @param work must not reject; called immediately when its turn has come */
  fill(work: () => Promise<void>): void;
  /** Gives the place back; does nothing once it is filled. */
  release(): void;
}

export type ProbeAdmission = ProbePlace | { readonly exhausted: Exhausted };

interface Work {
  readonly perform: () => Promise<void>;
  readonly release: () => void;
}

/**
 * Begins what it is given, so many at a time; when too many wait there is no place for more. A client gets a quarter of the
 * places, a network half of them, and when a place to run is free the networks take turns.
 */
export class ProbeQueue {
  private readonly waiting = new FairQueue<Work>();
  private readonly places: TieredLimit;
  private running = 0;
  private closed = false;

  constructor(
    private readonly maxRunning: number,
    maxWaiting: number,
  ) {
    const total = maxRunning + maxWaiting;
    const half = Math.ceil(total / 2);
    this.places = new TieredLimit({ perClient: Math.ceil(total / 4), perNetwork: [half, half], total });
  }

  get counts(): { readonly running: number; readonly waiting: number } {
    return { running: this.running, waiting: this.places.size - this.running };
  }

  /** Asking and taking are one step. */
  reserve(client: string): ProbeAdmission {
    if (this.closed) return { exhausted: 'total' };
    const admission = this.places.acquire(client);
    if ('exhausted' in admission) return admission;
    const { release } = admission;
    let isOpen = true;
    return {
      release: () => {
        if (isOpen) release();
        isOpen = false;
      },
      fill: (perform) => {
        if (!isOpen) return;
        isOpen = false;
        if (this.closed) return release();
        this.waiting.push(widestNetwork(client), { perform, release });
        this.beginNext();
      },
    };
  }

  /** Begins nothing more. */
  close(): void {
    this.closed = true;
    for (const { release } of this.waiting.clear()) release();
  }

  private beginNext(): void {
    if (this.closed || this.running >= this.maxRunning) return;
    const work = this.waiting.shift();
    if (work === undefined) return;
    this.running += 1;
    void work.perform().finally(() => {
      this.running -= 1;
      work.release();
      this.beginNext();
    });
  }
}
