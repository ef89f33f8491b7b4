/** What `npm test` counts: a step that fails hides no other one. */
import { describe, expect, it, vi } from 'vitest';

interface Failures {
  readonly Failure: new (message: string) => Error;
}

interface TestRun {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  step(name: string, work: () => Promise<void>): Promise<boolean>;
  tier(name: string, work: () => Promise<object | undefined>): Promise<void>;
  notRun(name: string, why: string): void;
  summary(): readonly string[];
}

async function script<T>(name: string): Promise<T> {
  return (await import(new URL(`../../scripts/lib/${name}`, import.meta.url).href)) as T;
}

const { Failure } = await script<Failures>('project.mjs');
const { TestRun } = await script<{ TestRun: new () => TestRun }>('test-run.mjs');

const { countsOf, failuresOf } = await script<{
  countsOf: (found: object) => object;
  failuresOf: (found: object) => readonly string[];
}>('vitest.mjs');

const WELL = { passed: 5, failed: 0, skipped: 1, rows: 5, code: 0, failures: [] };
const TWO_FAILED = { failed: 2, code: 1, failures: ['one', 'other'] };

async function runAll(fill: (all: TestRun) => Promise<void>) {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const all = new TestRun();
  await fill(all).finally(() => {
    log.mockRestore();
  });
  const { passed, failed, skipped } = all;
  const steps = all.summary().map((line) => line.replace(/ in [\d.]+ s$/, ''));
  return { passed, failed, skipped, steps };
}

describe('a run of all tests', () => {
  it('counts each step as one and each tier by its tests', async () => {
    const found = await runAll(async (all) => {
      expect(await all.step('lint', () => Promise.resolve())).toBe(true);
      await all.tier('unit', () => Promise.resolve(WELL));
    });
    expect(found).toEqual({ passed: 6, failed: 0, skipped: 1, steps: ['✓ lint', '✓ unit'] });
  });

  it('goes on after a step and a tier that fail, and names them', async () => {
    const found = await runAll(async (all) => {
      expect(await all.step('lint', () => Promise.reject(new Failure('a rule is broken')))).toBe(false);
      await all.tier('unit', () => Promise.resolve({ ...WELL, ...TWO_FAILED }));
      all.notRun('integration', 'the build failed');
      await all.tier('e2e', () => Promise.resolve(WELL));
    });
    expect(found).toMatchObject({ passed: 10, failed: 4, skipped: 2 });
    expect(found.steps).toEqual([
      '✗ lint: a rule is broken\n',
      '✗ one\n',
      '✗ other\n',
      ...['✗ lint', '✗ unit', '✗ integration not run: the build failed', '✓ e2e'],
    ]);
  });

  it.each([
    ['without results', undefined],
    ['with a file that cannot be loaded', { ...WELL, code: 1, failures: ['a.test.ts'] }],
    ['with an error outside of all tests', { ...WELL, code: 1 }],
  ])('counts a tier that ends %s as failed', async (_, result) => {
    const { failed } = await runAll((all) => all.tier('unit', () => Promise.resolve(result)));
    expect(failed).toBe(1);
  });
});

describe('the tests of a tier', () => {
  const at = (line: number, status: string) => ({ location: { line, column: 3 }, status });

  it('are counted by where they are written, a table with a row that fails as one that failed', () => {
    const table = [at(1, 'passed'), at(1, 'failed'), at(1, 'failed')];
    const other = [at(2, 'passed'), at(2, 'passed'), at(2, 'pending')];
    const testResults = [
      { assertionResults: [...table, ...other, at(3, 'skipped'), at(4, 'todo')] },
      { assertionResults: [at(1, 'passed')] },
    ];
    expect(countsOf({ testResults })).toEqual({ passed: 2, failed: 1, skipped: 2, rows: 6 });
  });
});

describe('what failed in a tier', () => {
  const name = new URL('../unit/a.test.ts', import.meta.url).pathname;

  it('is named by file and test, with the beginning of its message', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const assertionResults = [
      { status: 'passed', fullName: 'goes', failureMessages: [] },
      { status: 'failed', fullName: 'breaks', failureMessages: [lines.join('\n')] },
    ];
    const [text, ...others] = failuresOf({
      testResults: [{ name, status: 'failed', message: '', assertionResults }],
    });
    expect(others).toEqual([]);
    expect(text).toMatch(/^test\/unit\/a\.test\.ts > breaks\n {4}line 0\n/);
    expect(text).not.toContain('line 29');
  });

  it('is the file, when it cannot be loaded', () => {
    const testResults = [{ name, status: 'failed', message: 'no such module', assertionResults: [] }];
    expect(failuresOf({ testResults })).toEqual(['test/unit/a.test.ts\n    no such module']);
  });
});
