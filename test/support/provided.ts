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
    /** The URL of a PostgreSQL server for the tests of the store; SQLite is tested where there is none. */
    postgres: string | undefined;
    /** The address of who keeps the lab of the end-to-end tests. */
    labKeeper: string;
  }
}
