import perfHooks from 'node:perf_hooks';

import { expect, it, vi } from 'vitest';

import { Metrics } from './metrics.js';

it('Metrics share what is observed of the process, which prom-client never gives back', async () => {
  const first = new Metrics();
  await first.read();
  const started = vi.spyOn(perfHooks, 'monitorEventLoopDelay');
  const second = new Metrics();
  second.checksCreated.inc();
  const [one, other] = [await first.read(), await second.read()];
  expect(started).not.toHaveBeenCalled();
  for (const text of [one, other]) expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
  expect(one).toMatch(/^havedane_checks_created_total 0$/m);
  expect(other).toMatch(/^havedane_checks_created_total 1$/m);
});
