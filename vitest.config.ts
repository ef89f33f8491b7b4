import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** One thread loads a module once for all files: loading them took most of the time. */
const SHARED_MODULES = { pool: 'threads', isolate: false } as const;

/** One file after the other: they use the same ports. scripts/lib/e2e-lanes.mjs runs several of this side by side. */
const ONE_LAB = {
  globalSetup: 'test/support/e2e-setup.ts',
  pool: 'forks',
  isolate: false,
  fileParallelism: false,
} as const;

/**
 * They wait for servers, time-outs and other processes two thirds of the time; more workers load more modules. The smaller projects
 * have fewer, and come first: the end-to-end tests, which run beside them, leave little of the processors.
 */
const WAITING = { maxWorkers: 2 * availableParallelism(), sequence: { groupOrder: 2 } } as const;
const WAITING_FEWER = { maxWorkers: 1 + availableParallelism(), sequence: { groupOrder: 1 } } as const;
const ONE_WORKER = { maxWorkers: 1, sequence: { groupOrder: 0 } } as const;

/** In the source alone: what is built makes keys as the product does. */
const KEPT_KEYS: Plugin = {
  name: 'kept-keys',
  enforce: 'pre',
  resolveId: (name, importer) =>
    name === './private-key.js' && importer?.endsWith('.ts')
      ? fileURLToPath(new URL('test/support/kept-keys.ts', import.meta.url))
      : undefined,
};

/** The table that all else derives from is another one. */
function withTable(file: string) {
  const replacement = fileURLToPath(new URL(file, import.meta.url));
  return { alias: [{ find: './table.js', replacement }] };
}

/** Integration tests of what is the same for every scenario and takes long for each. */
const OF_FEW_SCENARIOS = [
  'test/integration/{certs-files,dns-push,own-dns-changes,rollover-appliance-records}.test.ts',
  'test/integration/smtp-{any-mail,certificate-files,delivery,hostile,operator-mail,outcomes,refusal,release,tls-versions}.test.ts',
];

/** They share the built programs and a set of certificates. */
const INTEGRATION = {
  globalSetup: ['test/support/integration-setup.ts', 'test/support/kept-keys-setup.ts'],
  setupFiles: ['test/support/start-with-first-key.ts'],
  // Processes: tests change their umask, environment and output.
  pool: 'forks' as const,
  isolate: false,
};

/** Has a table of its own, so nothing may have loaded the real one before it. */
const PAGE_OF_ANOTHER_TABLE = 'test/e2e/page-catalogue.test.ts';

/** For what never comes; whatever does may take its time on a busy machine. */
const PATIENCE_MS = 300_000;

/** Three tiers, named by what they touch, and the long form of some unit tests; see docs/dev/testing.md. */
export default defineConfig({
  // The `source` condition makes the `#lib` aliases of package.json resolve to TypeScript instead of dist/.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    maxWorkers: '100%',
    testTimeout: 3 * PATIENCE_MS,
    hookTimeout: 3 * PATIENCE_MS,
    teardownTimeout: PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{apps,libs,certs,dns}/**/*.test.ts', 'test/parsers/*.test.ts'],
          provide: { exhaustive: false },
          ...SHARED_MODULES,
        },
      },
      {
        extends: true,
        test: {
          name: 'exhaustive',
          include: [
            'libs/operator/rollover/src/engine/crashes.test.ts',
            'libs/core/checks/src/verdict/simulated-*.test.ts',
            'test/parsers/parsers.test.ts',
          ],
          provide: { exhaustive: true },
          ...SHARED_MODULES,
        },
      },
      {
        extends: true,
        plugins: [KEPT_KEYS],
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: OF_FEW_SCENARIOS,
          ...INTEGRATION,
          ...WAITING,
        },
      },
      {
        extends: true,
        resolve: withTable('test/support/few-table.ts'),
        plugins: [KEPT_KEYS],
        test: {
          name: 'integration-few-scenarios',
          include: OF_FEW_SCENARIOS,
          ...INTEGRATION,
          ...WAITING_FEWER,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration-postgres',
          include: [
            'test/integration/api-simultaneous-reports.test.ts',
            'test/integration/store-{checks,feed,moments,observations,operator-mail,probes,rates,tls-reports,without-token}.test.ts',
            'test/postgres/*.test.ts',
          ],
          provide: { exhaustive: false },
          globalSetup: ['test/support/integration-setup.ts', 'test/support/postgres-setup.ts'],
          pool: 'forks',
          isolate: false,
          ...WAITING_FEWER,
        },
      },
      {
        extends: true,
        test: {
          name: 'exhaustive-postgres',
          include: ['test/postgres/{faults,observers}.test.ts'],
          provide: { exhaustive: true },
          globalSetup: ['test/support/integration-setup.ts', 'test/support/postgres-setup.ts'],
          pool: 'forks',
        },
      },
      {
        extends: true,
        resolve: withTable('test/support/test-catalogue.ts'),
        plugins: [KEPT_KEYS],
        test: {
          name: 'integration-catalogue',
          include: ['test/catalogue/*.test.ts'],
          globalSetup: ['test/support/kept-keys-setup.ts'],
          setupFiles: ['test/support/start-with-first-key.ts'],
          pool: 'forks',
          isolate: false,
          ...ONE_WORKER,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [PAGE_OF_ANOTHER_TABLE],
          provide: { exhaustive: false },
          ...ONE_LAB,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e-catalogue',
          include: [PAGE_OF_ANOTHER_TABLE],
          provide: { exhaustive: false },
          ...ONE_LAB,
          isolate: true,
        },
      },
      {
        extends: true,
        test: {
          name: 'exhaustive-e2e',
          include: [
            'test/e2e/{conformance-lab,mta-sts,rollover,rollover-appliance,dane-differential,page,page-languages,page-mta-sts,probe-page,reader-pages}.test.ts',
          ],
          provide: { exhaustive: true },
          ...ONE_LAB,
        },
      },
      {
        extends: true,
        test: {
          name: 'exhaustive-e2e-catalogue',
          include: [PAGE_OF_ANOTHER_TABLE],
          provide: { exhaustive: true },
          ...ONE_LAB,
          isolate: true,
        },
      },
    ],
  },
});
