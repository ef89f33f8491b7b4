/** What vitest.config.ts and the set-up of a tier hand to tests. */
import type {} from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether tests go through every case; otherwise a sample of those that take long. */
    exhaustive: boolean;
    /** The certificates that the integration tests copy. */
    certsDir: string;
    /** The RSA keys that they share. */
    keysDir: string;
    /** The address of who keeps the lab of the end-to-end tests. */
    labKeeper: string;
  }
}
