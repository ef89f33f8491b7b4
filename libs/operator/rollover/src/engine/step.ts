/** The steps of a rollover, in their order (RFC 7671 §8.1). */
export const STEPS = [
  /** Looks at what is there, and makes or takes the next certificate. */
  'prepare',
  /** Publishes the records of the current and of the next certificate. */
  'publish',
  /** Waits until every authoritative name server shows them, and then until no cache is without them. */
  'propagate',
  /** Puts the next certificate in place and has the server load it. */
  'switch',
  /** Sees that it is what every address presents, and that it matches what is published. */
  'verify',
  /** Waits once more: until then the way back is open. */
  'retire',
  /** Deletes the records that match neither the next certificate nor anything that is presented. */
  'delete',
  /** Sees that they are gone, and that all still matches. */
  'final-check',
] as const;

export type RolloverStep = (typeof STEPS)[number];
