import type { Logger } from './create-logger.js';

const INTERVAL_MS = 10_000;

/** For a state that lasts, such as a full disk. */
const STATE_INTERVAL_MS = 60_000;

interface Spoken {
  readonly at: number;
  silenced: number;
}

/** For what a stranger can bring about as often as he likes: each message at most once in an interval, of ten seconds. */
export class SparingLog {
  private readonly spoken = new Map<string, Spoken>();

  constructor(
    private readonly logger: Pick<Logger, 'warn' | 'error'>,
    private readonly now: () => number = Date.now,
    private readonly intervalMs = INTERVAL_MS,
  ) {}

  /** Says once a minute that something still fails. */
  static ofStates(logger: Pick<Logger, 'warn' | 'error'>, now?: () => number): SparingLog {
    return new SparingLog(logger, now, STATE_INTERVAL_MS);
  }

  warn(message: string, fields: object = {}): void {
    this.log('warn', message, fields);
  }

  /** @param state what lasts, when several messages come of it: only the first of them is written */
  error(message: string, fields: object = {}, state = message): void {
    this.log('error', message, fields, state);
  }

  /** @param key one of a few: fields tell the difference */
  private log(level: 'warn' | 'error', message: string, fields: object, key = message): void {
    const before = this.spoken.get(key);
    if (before !== undefined && this.now() - before.at < this.intervalMs) {
      before.silenced += 1;
      return;
    }
    this.spoken.set(key, { at: this.now(), silenced: 0 });
    const silenced = before?.silenced ?? 0;
    this.logger[level](silenced === 0 ? fields : { ...fields, before: silenced }, message);
  }
}
