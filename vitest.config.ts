import { defineConfig } from 'vitest/config';

/** One thread loads a module once for all files: loading them took most of the time. */
const SHARED_MODULES = { pool: 'threads', isolate: false } as const;

/** Three tiers, named by what they touch, and the long form of some unit tests; see docs/testing.md. */
export default defineConfig({
  // The `source` condition makes the `#lib` aliases of package.json resolve to TypeScript instead of dist/.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    // Most tests wait for servers and other processes, not for a processor of their own.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{apps,libs,certs,dns}/**/*.test.ts'],
          testTimeout: 30_000,
          provide: { exhaustive: false },
          ...SHARED_MODULES,
        },
      },
      {
        extends: true,
        test: {
          name: 'exhaustive',
          include: ['libs/operator/rollover/src/engine/crashes.test.ts'],
          provide: { exhaustive: true },
          ...SHARED_MODULES,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/support/integration-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
