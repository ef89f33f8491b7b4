import { defineConfig } from 'vitest/config';

/** Three tiers, named by what they touch; see docs/testing.md. */
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
          // Some go through every moment at which a run can be killed; on a busy machine that takes its time.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
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
