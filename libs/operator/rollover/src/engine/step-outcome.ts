export type StepOutcome =
  | { readonly kind: 'done' }
  /** All is as it should be. `until` is null when it is not time alone that is waited for. Milliseconds since the epoch. */
  | { readonly kind: 'waiting'; readonly until: number | null; readonly reason: string }
  /** A person has to look. One line. */
  | { readonly kind: 'blocked'; readonly reason: string };

export const DONE: StepOutcome = { kind: 'done' };

export function blocked(reason: string): StepOutcome {
  return { kind: 'blocked', reason };
}
