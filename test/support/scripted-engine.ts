/** An engine whose probes go on as a test says: for what the API and the page do around them. */
import type { ProbeStepBody, ProbeTargetBody } from '#contracts';

import type { CountTarget, ProbeEngine } from '../../apps/api/src/probes/engine/probe-engine.js';
import { step } from './probe-story-parts.js';

export interface ScriptedRun {
  readonly domain: string;
  readonly signal: AbortSignal;
  readonly count: CountTarget;
  say(text: string, details?: Partial<ProbeStepBody>): void;
  finish(result: ProbeTargetBody): void;
  fail(error: Error): void;
}

export class ScriptedEngine implements ProbeEngine {
  readonly runs: ScriptedRun[] = [];
  closed = false;

  run(
    domain: string,
    onStep: (step: ProbeStepBody) => void,
    signal: AbortSignal,
    count: CountTarget,
  ): Promise<ProbeTargetBody> {
    return new Promise((resolve, reject) => {
      this.runs.push({
        domain,
        signal,
        count,
        say: (text, details) => onStep(step(text, details)),
        finish: resolve,
        fail: reject,
      });
    });
  }

  /** The latest run of the domain. */
  runOf(domain: string): ScriptedRun {
    const run = this.runs.findLast((one) => one.domain === domain);
    if (run === undefined) throw new Error(`no probe of ${domain} has begun`);
    return run;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
