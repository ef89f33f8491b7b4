import { expect, it } from 'vitest';

import { sampleTarget } from '../../../../test/support/sample-probe.js';
import type { ProbeTargetBody } from '#contracts';

import { probeAll } from './probe-all.js';
import type { Target } from './target.js';

const targets = ['a.example:26', 'b.example', 'c.example'].map((text): Target => ({
  text,
  host: text.split(':')[0]!,
  isAddress: false,
  port: null,
}));

it('probeAll, probes all at once and tells them in order, each as soon as it can be told', async () => {
  const finish = new Map<string, () => void>();
  const told: string[] = [];
  const probeOne = (target: Target) =>
    new Promise<ProbeTargetBody>((resolve) => {
      finish.set(target.host, () => resolve(sampleTarget({ target: target.host })));
    });
  const all = probeAll(targets, probeOne, ({ target }) => told.push(target));
  expect([...finish.keys()]).toEqual(['a.example', 'b.example', 'c.example']);

  finish.get('c.example')?.();
  finish.get('a.example')?.();
  await expect.poll(() => told).toEqual(['a.example:26']);
  finish.get('b.example')?.();
  expect((await all).map(({ target }) => target)).toEqual(['a.example:26', 'b.example', 'c.example']);
  expect(told).toEqual(['a.example:26', 'b.example', 'c.example']);
});
