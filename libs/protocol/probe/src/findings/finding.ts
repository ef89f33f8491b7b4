/** One thing worth saying: its entry in the catalogue, filled in with the facts of the case. */
import type { ProbeFinding } from '../result.js';

export type Severity = ProbeFinding['severity'];
export type ProbeBounce = ProbeFinding['bounces'][number];

export interface Entry<Facts> {
  readonly severity: Severity | ((facts: Facts) => Severity);
  /** What was found, in one sentence. */
  readonly text: (facts: Facts) => string;
  /** What to do about it; null when there is nothing to do. */
  readonly advice: string | null | ((facts: Facts) => string | null);
  readonly rfc: string | null;
  /** What senders write who fail because of it. */
  readonly bounces?: (facts: Facts) => readonly ProbeBounce[];
}

/** The facts of a finding that is always the same. */
export type NoFacts = Readonly<Record<string, never>>;

/** Gives an entry its type. */
export function entry<Facts = NoFacts>(value: Entry<Facts>): Entry<Facts> {
  return value;
}

export function fill<Facts>(
  code: string,
  { severity, text, advice, rfc, bounces }: Entry<Facts>,
  facts: Facts,
): ProbeFinding {
  return {
    code,
    severity: typeof severity === 'function' ? severity(facts) : severity,
    text: text(facts),
    advice: typeof advice === 'function' ? advice(facts) : advice,
    rfc,
    bounces: [...(bounces?.(facts) ?? [])],
  };
}
