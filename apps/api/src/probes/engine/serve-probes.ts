import type { MessagePort } from 'node:worker_threads';

import type { ProbeStepBody } from '#contracts';
import type { RateExceeded } from '#limits';

import { stayAlive } from '../../threads/stay-alive.js';
import type { CountTarget, ProbeEngine } from './probe-engine.js';
import type { FromWorker, ToWorker } from './worker-engine.js';

/** Runs the probes that come in at the port with the engine. */
export function serveProbes(port: MessagePort, engine: ProbeEngine): void {
  const running = new Map<number, AbortController>();
  const questions = new Map<number, (exceeded: RateExceeded | null) => void>();
  let asked = 0;
  const say = (message: FromWorker): void => port.postMessage(message);

  const perform = async (run: number, domain: string): Promise<void> => {
    const abort = new AbortController();
    running.set(run, abort);
    try {
      const count: CountTarget = (rates) =>
        new Promise((resolve) => {
          const question = (asked += 1);
          questions.set(question, resolve);
          say({ kind: 'count', run, question, rates });
        });
      const onStep = (step: ProbeStepBody): void => say({ kind: 'step', run, step });
      const result = await engine.run(domain, onStep, abort.signal, count);
      say({ kind: 'result', run, result });
    } catch (error) {
      say({ kind: 'failure', run, error: error instanceof Error ? error : new Error(String(error)) });
    } finally {
      running.delete(run);
    }
  };

  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'run':
        return void perform(message.run, message.domain);
      case 'abort':
        return running.get(message.run)?.abort();
      case 'counted':
        questions.get(message.question)?.(message.exceeded);
        questions.delete(message.question);
    }
  });
  stayAlive(port);
}
