import type { CheckReading } from '../checks/checks.service.js';

/** What a watched check needs from around it. */
export interface WatchedCheckPorts {
  read(): Promise<CheckReading | null>;
  push(reading: CheckReading): void;
  /** There is no such check any more. */
  gone(): void;
  failed(error: unknown): void;
  now(): number;
}

/** A new watcher, waiting for its first answer. */
interface Watcher {
  readonly answer: (reading: CheckReading | null) => void;
  readonly fail: (error: unknown) => void;
}

/** Node ends a timer of more than 24 days immediately. A check that is read again sooner is no matter. */
const LONGEST_TIMER_MS = 86_400_000;

/** How soon a check that could not be read is read again. */
const RETRY_MS = 1_000;

/**
 * A check that somebody is watching. It is read in one place and one reading at a time, so that no watcher sees an
 * older state after a newer one; what happens during a reading is covered by the next, however much it is.
 */
export class WatchedCheck {
  private readonly watchers: Watcher[] = [];
  private changed = false;
  /** Where other checks may be mailed from as well, as of the last reading, which changes what this one proves. */
  private shared: ReadonlySet<string> = new Set();
  /** Where other checks were mailed from while a reading goes on. */
  private readonly mailed = new Set<string>();
  private reading = false;
  private closed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ports: WatchedCheckPorts) {}

  /** The check as it is now, to one new watcher, in order with the pushes. Rejects when it cannot be read. */
  tell(answer: (reading: CheckReading | null) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.watchers.push({ answer: (reading) => resolve(answer(reading)), fail: reject });
      this.readWhenFree();
    });
  }

  /** Something about the check changed: its watchers get a new reading. */
  refresh(): void {
    if (this.closed) return;
    this.changed = true;
    this.readWhenFree();
  }

  /** Whether it may matter where other checks are mailed from. */
  get heedsOthers(): boolean {
    return this.reading || this.shared.size > 0;
  }

  /** Other checks were mailed from these client addresses. */
  mailedFrom(addresses: ReadonlySet<string>): void {
    if (this.reading) for (const address of addresses) this.mailed.add(address);
    else if (meet(this.shared, addresses)) this.refresh();
  }

  /** Nobody watches any more. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private readWhenFree(): void {
    if (this.reading) return;
    this.reading = true;
    void this.readOnce().finally(() => {
      this.reading = false;
      this.mailed.clear();
      if (this.watchers.length > 0 || this.changed) this.readWhenFree();
    });
  }

  private async readOnce(): Promise<void> {
    const watchers = this.watchers.splice(0);
    const push = this.changed;
    this.changed = false;
    clearTimeout(this.timer);
    try {
      const reading = await this.ports.read();
      if (reading !== null) this.shared = reading.sharedClients;
      // It may have been read before the store had them.
      if (meet(this.shared, this.mailed)) this.changed = true;
      for (const { answer } of watchers) answer(reading);
      // Who was the only one to ask for what is not there has left with the answer.
      if (this.closed) return;
      if (reading === null) return this.ports.gone();
      if (push) this.ports.push(reading);
      if (reading.changesAt !== null) this.refreshIn(reading.changesAt - this.ports.now());
    } catch (error) {
      this.ports.failed(error);
      for (const { fail } of watchers) fail(error);
      this.refreshIn(RETRY_MS);
    }
  }

  private refreshIn(delayMs: number): void {
    if (this.closed) return;
    this.timer = setTimeout(() => this.refresh(), Math.min(Math.max(1, delayMs), LONGEST_TIMER_MS)).unref();
  }
}

function meet(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...some].some((each) => others.has(each));
}
