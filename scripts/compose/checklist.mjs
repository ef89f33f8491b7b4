/** A list of facts that have to hold, each with a line of its own on the terminal. */
import { setTimeout as delay } from 'node:timers/promises';

import { Failure } from '../lib/project.mjs';

export class Checklist {
  passed = 0;
  #required;

  /** @param {{ required?: boolean }} options `required`: what cannot be checked here is a failure */
  constructor({ required = false } = {}) {
    this.#required = required;
  }

  /** @throws Failure when everything has to be checked */
  leaveOut(name, why) {
    if (this.#required) throw new Failure(`${name}: ${why}`);
    console.log(`– ${name}: not checked, ${why}`);
  }

  /** @throws Failure when the work throws or takes too long; nothing after it could be trusted */
  async check(name, work, { limitMs = 60_000 } = {}) {
    const start = performance.now();
    const abort = new AbortController();
    try {
      await Promise.race([
        work(),
        delay(limitMs, undefined, { signal: abort.signal }).then(() => {
          throw new Error(`took longer than ${limitMs / 1000} s`);
        }),
      ]);
    } catch (error) {
      throw new Failure(`${name}\n  ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      abort.abort();
    }
    this.passed += 1;
    console.log(`✓ ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  }
}

/** Asks until the answer is right; the last wrong one is in the error. */
export async function eventually(ask, isRight, { limitMs = 30_000 } = {}) {
  const end = performance.now() + limitMs;
  let answer;
  do {
    answer = await Promise.resolve()
      .then(ask)
      .catch((error) => error);
    if (!(answer instanceof Error) && isRight(answer)) return answer;
    await delay(100);
  } while (performance.now() < end);
  throw new Error(`did not come true in ${limitMs / 1000} s; last seen: ${describe(answer)}`);
}

function describe(answer) {
  return answer instanceof Error ? answer.message : JSON.stringify(answer)?.slice(0, 500);
}
