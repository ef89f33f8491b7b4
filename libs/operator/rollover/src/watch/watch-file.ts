/** The file in which a watch remembers; one process at a time changes it. */
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { type ExclusiveFile, holdExclusively, LockFileError } from '#lock';

import { replaceDurably } from '../state/durable-file.js';
import { writeFault } from '../state/write-fault.js';
import { EMPTY_WATCH_STATE, type WatchState, watchState } from './watch-state.js';

/** A watch cannot remember. Its message is one line. */
export class WatchFileError extends Error {
  override readonly name = 'WatchFileError';
}

export interface WatchBook {
  readonly state: WatchState;
  /** When it has resolved, the state is there whatever happens; never rejects: a watch goes on without. */
  save(state: WatchState): Promise<void>;
}

/** Another run tells somebody something in this time, at most. */
const PATIENCE_MS = 120_000;
const RETRY_MS = 200;

export class WatchFile {
  private readonly path: string;
  private readonly lockPath: string;
  /** What could not be written. */
  private unsaved: WatchState | null = null;

  /** @param complain of what is wrong with the file; one line each */
  constructor(
    private readonly dir: string,
    private readonly complain: (line: string) => void,
  ) {
    this.path = join(dir, 'watch.json');
    this.lockPath = join(dir, 'watch.lock');
  }

  /**
   * Sees to it that the file can be written, before anything is looked at.
   *
   * @throws WatchFileError
   */
  async prepare(): Promise<void> {
    try {
      await mkdir(this.dir, { recursive: true, mode: 0o700 });
      await (await this.hold())?.release();
    } catch (error) {
      throw new WatchFileError(
        `${this.path} cannot be written: ${reasonOf(error)}; --state names another directory`,
      );
    }
  }

  /** As it is now, for whoever changes nothing. */
  async read(): Promise<WatchState> {
    const stored = await this.stored();
    return this.unsaved ?? (stored === 'unreadable' ? EMPTY_WATCH_STATE : stored);
  }

  /** Undefined when another process holds the file for all too long: then nothing was done. */
  async change<Result>(work: (book: WatchBook) => Promise<Result>): Promise<Result | undefined> {
    const lock = await this.hold(PATIENCE_MS);
    if (lock === undefined) return undefined;
    try {
      await this.setAsideWhatIsUnreadable();
      return await work({ state: await this.read(), save: (state) => this.save(state) });
    } finally {
      await lock.release();
    }
  }

  private async hold(patienceMs = 0): Promise<ExclusiveFile | undefined> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const lock = await holdExclusively(this.lockPath);
      if (lock !== undefined || performance.now() >= deadline) return lock;
      await setTimeout(RETRY_MS);
    }
  }

  private async save(state: WatchState): Promise<void> {
    try {
      await replaceDurably(this.path, `${JSON.stringify(state, null, 2)}\n`);
      this.unsaved = null;
    } catch (error) {
      this.unsaved = state;
      this.complain(`${this.path} cannot be written: ${reasonOf(error)}; what is told now may be told again`);
    }
  }

  private async stored(): Promise<WatchState | 'unreadable'> {
    try {
      const state = watchState.safeParse(JSON.parse(await readFile(this.path, 'utf8')));
      return state.data ?? 'unreadable';
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? EMPTY_WATCH_STATE : 'unreadable';
    }
  }

  /** A watch that stops because it forgot would be worse than one that tells something twice. */
  private async setAsideWhatIsUnreadable(): Promise<void> {
    if ((await this.stored()) !== 'unreadable') return;
    const aside = `${this.path}.unreadable`;
    const isAside = await rename(this.path, aside).then(
      () => true,
      () => false,
    );
    const fate = isAside ? `It is now ${aside}` : 'It could not be moved away';
    this.complain(`${this.path} does not hold what a watch remembers. ${fate}; what is wrong is told anew`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof LockFileError) return error.message;
  return writeFault(error);
}
