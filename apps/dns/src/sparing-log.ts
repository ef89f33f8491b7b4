import type { Logger } from '#logging';

const INTERVAL_MS = 10_000;

interface Spoken {
  readonly at: number;
  silenced: number;
}

/** For what a stranger can bring about as often as he likes: each message at most once in ten seconds. */
export class SparingLog {
  private readonly spoken = new Map<string, Spoken>();

  constructor(
    private readonly logger: Pick<Logger, 'warn' | 'error'>,
    private readonly now: () => number = Date.now,
  ) {}

  warn(message: string, fields: object = {}): void {
    this.log('warn', message, fields);
  }

  error(message: string, fields: object = {}): void {
    this.log('error', message, fields);
  }

  /** @param message one of a few: fields tell the difference */
  private log(level: 'warn' | 'error', message: string, fields: object): void {
    const before = this.spoken.get(message);
    if (before !== undefined && this.now() - before.at < INTERVAL_MS) {
      before.silenced += 1;
      return;
    }
    this.spoken.set(message, { at: this.now(), silenced: 0 });
    const silenced = before?.silenced ?? 0;
    this.logger[level](silenced === 0 ? fields : { ...fields, before: silenced }, message);
  }
}
