/** Counts what a run of all tests found, and remembers how each of its steps ended and how long it took. */
import { Failure } from './project.mjs';
import { seconds } from './steps.mjs';

export class TestRun {
  passed = 0;
  failed = 0;
  skipped = 0;
  rows = 0;
  #steps = [];
  #failures = [];

  /** Runs a step that counts as one; gives whether it succeeded. What is no Failure is a fault of the scripts. */
  async step(name, work) {
    const start = performance.now();
    let failure = null;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failure = error;
      this.#failures.push(`${name}: ${error.message}`);
    }
    this.#add(name, start, { passed: failure === null ? 1 : 0, failed: failure === null ? 0 : 1 });
    return failure === null;
  }

  /** Runs a tier; `work` gives what runVitest does. */
  async tier(name, work) {
    const start = performance.now();
    const found = await work();
    if (found === undefined) this.#failures.push(`the ${name} tests ended without results`);
    else this.#failures.push(...found.failures);
    // A file that cannot even be loaded has no tests to count, and neither has an error outside of all tests.
    const failed = Math.max(found?.failed ?? 1, found?.failures.length === 0 && found.code === 0 ? 0 : 1);
    this.#add(name, start, { passed: 0, ...found, failed });
  }

  notRun(name, why) {
    this.failed += 1;
    this.#steps.push(`✗ ${name} not run: ${why}`);
  }

  /** What failed, so that the end of a long log says it, and then a line for each step in order. */
  summary() {
    return [...this.#failures.map((text) => `✗ ${text}\n`), ...this.#steps];
  }

  #add(name, start, { passed, failed, skipped = 0, rows = passed + failed }) {
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
    this.rows += rows;
    const end = failed === 0 ? '✓' : '✗';
    this.#steps.push(`${end} ${name} ${seconds(performance.now() - start)}`);
  }
}
