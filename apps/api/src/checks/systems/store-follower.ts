import type { StoredObservation } from '#checks';
import type { SparingLog } from '#logging';
import { logStoreError, type ObservationNotice, type Store } from '#store';

/** What of the observations is remembered beside the store, because no index of it leads there from a check. */
export interface Followed {
  /** For the log. */
  readonly what: string;
  readonly concerns: (notice: ObservationNotice) => boolean;
  /** What was stored after that id, in the order of ids. */
  readonly read: (afterId: number) => Promise<readonly StoredObservation[]>;
  readonly take: (found: readonly StoredObservation[]) => void;
  /** The store went back: everything is read again. */
  readonly forget: () => void;
}

/** Reads what there is and what comes, each once: one reading at a time, and another for what came meanwhile. */
export class StoreFollower {
  private newestId = 0;
  private announcedId = 0;
  private unsubscribe: (() => void) | null = null;
  private reading: Promise<void> | null = null;
  private isStale = false;
  private isRewound = false;

  constructor(
    private readonly feed: Store['feed'],
    private readonly log: SparingLog,
    private readonly followed: Followed,
  ) {}

  async start(): Promise<void> {
    this.unsubscribe = await this.feed.subscribe(
      (page) => {
        this.announcedId = page.at(-1)?.id ?? this.announcedId;
        if (page.some(this.followed.concerns)) this.readSoon();
      },
      () => {
        this.isRewound = true;
        this.readSoon();
      },
    );
    this.readSoon();
  }

  async stop(): Promise<void> {
    this.unsubscribe?.();
    this.isStale = false;
    await this.reading;
  }

  private readSoon(): void {
    this.isStale = true;
    this.reading ??= this.read().finally(() => {
      this.reading = null;
      if (this.isStale) this.readSoon();
    });
  }

  private beginAgain(): void {
    this.isRewound = false;
    this.newestId = 0;
    this.announcedId = 0;
    this.followed.forget();
  }

  private async read(): Promise<void> {
    this.isStale = false;
    if (this.isRewound) this.beginAgain();
    const announced = this.announcedId;
    try {
      const found = await this.followed.read(this.newestId);
      // What was announced before is in the answer, or of no concern.
      this.newestId = Math.max(this.newestId, announced, found.at(-1)?.id ?? 0);
      this.followed.take(found);
    } catch (error) {
      logStoreError(this.log, error, `${this.followed.what} could not be read`);
    }
  }
}
