/** The file in which a watch remembers; one process at a time changes it. */
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { readTextFile, UnfitFileError } from '#files';
import { type ExclusiveFile, holdExclusively, LockFileError } from '#lock';
import { errnoCode, fileFault } from '#text';

import { replaceDurably } from '#rollover';
import { EMPTY_WATCH_STATE, readWatchState, type WatchState } from './watch-state.js';

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
/** Far more than what is wrong with thousands of hosts. */
const MAX_BYTES = 16 * 1024 * 1024;

type Stored =
  | { readonly kind: 'state'; readonly state: WatchState }
  /** It holds something else, and would be in the way for ever. */
  | { readonly kind: 'unfit' }
  /** It may be whole: the fault is that of the system. */
  | { readonly kind: 'unreadable'; readonly reason: string };

export class WatchFile {
  private readonly path: string;
  private readonly lockPath: string;
  /** What could not be written. */
  private unsaved: WatchState | null = null;
  /** What was read or written last: it counts while the file cannot be read. */
  private known: WatchState = EMPTY_WATCH_STATE;
  /** Why the file could not be read, as it was said last; null when it could. */
  private said: string | null = null;

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
    if (stored.kind === 'state') this.known = stored.state;
    this.sayOnce(stored.kind === 'unreadable' ? stored.reason : null);
    return this.unsaved ?? this.known;
  }

  /** Undefined when another process holds the file for all too long: then nothing was done. */
  async change<Result>(work: (book: WatchBook) => Promise<Result>): Promise<Result | undefined> {
    const lock = await this.hold(PATIENCE_MS);
    if (lock === undefined) return undefined;
    try {
      await this.setAsideWhatIsUnfit();
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
      this.known = state;
    } catch (error) {
      this.unsaved = state;
      this.complain(`${this.path} cannot be written: ${reasonOf(error)}; alerts sent now may be sent again`);
    }
  }

  private async stored(): Promise<Stored> {
    try {
      const state = readWatchState(parsed(await readTextFile(this.path, { maxBytes: MAX_BYTES })));
      return state === null ? { kind: 'unfit' } : { kind: 'state', state };
    } catch (error) {
      const code = errnoCode(error);
      if (code === 'ENOENT') return { kind: 'state', state: EMPTY_WATCH_STATE };
      const isUnfit = error instanceof UnfitFileError || code === 'EISDIR' || code === 'ELOOP';
      return isUnfit ? { kind: 'unfit' } : { kind: 'unreadable', reason: fileFault(error) };
    }
  }

  private sayOnce(reason: string | null): void {
    if (reason !== null && reason !== this.said)
      this.complain(`${this.path} cannot be read: ${reason}; what was known before still counts`);
    this.said = reason;
  }

  /** A watch that stops because it forgot would be worse than one that tells something twice. */
  private async setAsideWhatIsUnfit(): Promise<void> {
    if ((await this.stored()).kind !== 'unfit') return;
    this.unsaved ??= this.known;
    const aside = `${this.path}.unreadable`;
    const isAside = await rename(this.path, aside).then(
      () => true,
      () => false,
    );
    const fate = isAside ? `It is now ${aside}` : 'It could not be moved away';
    this.complain(
      `${this.path} does not hold what a watch remembers. ${fate}; what is wrong may be reported again`,
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof LockFileError) return error.message;
  return fileFault(error);
}
