/** What the doctor says of one thing. */

/** `not-applicable`: this instance does not need it here. `unknown`: it could not be found out, so nothing says that it is right. */
export type DoctorStatus = 'ok' | 'warning' | 'error' | 'not-applicable' | 'unknown';

export interface DoctorLine {
  /** What was looked at, such as `TLSA records`. */
  readonly check: string;
  /** Whose: a name, an address, a file. */
  readonly subject: string;
  readonly status: DoctorStatus;
  readonly expected: string;
  readonly found: string;
  /** What to do; null when there is nothing to do. */
  readonly advice: string | null;
}

type Told = Pick<DoctorLine, 'expected' | 'found'>;

/** The lines of one check about one subject. */
export class LineWriter {
  constructor(
    private readonly check: string,
    private readonly subject: string,
  ) {}

  ok(expected: string, found: string): DoctorLine {
    return this.line('ok', { expected, found }, null);
  }

  warning(told: Told, advice: string): DoctorLine {
    return this.line('warning', told, advice);
  }

  error(told: Told, advice: string): DoctorLine {
    return this.line('error', told, advice);
  }

  notApplicable(told: Told, advice: string | null = null): DoctorLine {
    return this.line('not-applicable', told, advice);
  }

  unknown(told: Told, advice: string | null = null): DoctorLine {
    return this.line('unknown', told, advice);
  }

  /** Good, or an error with its advice. */
  judged(isGood: boolean, told: Told, advice: string): DoctorLine {
    return isGood ? this.ok(told.expected, told.found) : this.error(told, advice);
  }

  private line(status: DoctorStatus, { expected, found }: Told, advice: string | null): DoctorLine {
    return { check: this.check, subject: this.subject, status, expected, found, advice };
  }
}
