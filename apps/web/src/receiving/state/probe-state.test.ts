import { expect, it } from 'vitest';

import type { ProbeBody, ProbeStepBody } from '#contracts';

import { reduceProbe } from './probe-state.js';

const STEP: ProbeStepBody = { at: '', host: null, address: null, state: 'done', text: '' };

function probe(steps: number, state: ProbeBody['state'] = 'running'): ProbeBody {
  return {
    id: 'a',
    url: 'https://example.org/probe/a',
    domain: 'example.org',
    state,
    createdAt: '',
    finishedAt: null,
    steps: Array.from({ length: steps }, () => STEP),
    result: null,
  };
}

it('keeps what is newer, whatever arrives first', () => {
  const shown = (body: ProbeBody) => ({ kind: 'shown', body, connection: 'live' }) as const;
  const newer = shown(probe(3));
  expect(reduceProbe(newer, { type: 'received', body: probe(2) })).toEqual(newer);
  const ended = shown(probe(3, 'done'));
  expect(reduceProbe(ended, { type: 'received', body: probe(4) })).toEqual(ended);
  expect(reduceProbe(newer, { type: 'received', body: probe(1, 'failed') })).toEqual(
    shown(probe(1, 'failed')),
  );
});
