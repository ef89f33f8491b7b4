import type { Outcome } from '#checks';

/** A story of sessions, in the words of check-history.ts, and what it must come to. */
export interface StoryRow {
  readonly story: readonly string[];
  /** `enforces` is final, `enforces?` provisional. */
  readonly outcome: Outcome | `${Outcome}?`;
  /** Some of the results. */
  readonly results?: readonly string[];
  readonly strangers?: readonly string[];
}

export const PROOF = 'mx1 wrong: refused (refused-unmatched-certificate)';

/** By topic and name. */
export type Stories = Readonly<Record<string, Readonly<Record<string, StoryRow>>>>;
