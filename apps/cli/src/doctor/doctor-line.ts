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

type Comparison = Pick<DoctorLine, 'expected' | 'found'>;

/** The lines of one check about one subject. */
export class LineWriter {
  constructor(
    private readonly check: string,
    private readonly subject: string,
  ) {}

  ok(expected: string, found: string): DoctorLine {
    return this.line('ok', { expected, found }, null);
  }

  warning(comparison: Comparison, advice: string): DoctorLine {
    return this.line('warning', comparison, advice);
  }

  error(comparison: Comparison, advice: string): DoctorLine {
    return this.line('error', comparison, advice);
  }

  notApplicable(comparison: Comparison, advice: string | null = null): DoctorLine {
    return this.line('not-applicable', comparison, advice);
  }

  unknown(comparison: Comparison, advice: string | null = null): DoctorLine {
    return this.line('unknown', comparison, advice);
  }

  /** Good, or an error with its advice. */
  judged(isGood: boolean, comparison: Comparison, advice: string): DoctorLine {
    return isGood ? this.ok(comparison.expected, comparison.found) : this.error(comparison, advice);
  }

  private line(status: DoctorStatus, { expected, found }: Comparison, advice: string | null): DoctorLine {
    return { check: this.check, subject: this.subject, status, expected, found, advice };
  }
}
