import { describe, expect, it } from 'vitest';

import type { ProbeBody, ProbeStepBody } from '#contracts';

import { type ProbeState, reduceProbe } from './probe-state.js';

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

const shown = (body: ProbeBody, connection: 'live' | 'lost' | 'regained' = 'live'): ProbeState => ({
  kind: 'probe',
  probe: body,
  connection,
});

describe('reduceProbe', () => {
  it('keeps what is newer, whatever arrives first', () => {
    const newer = shown(probe(3));
    expect(reduceProbe(newer, { type: 'received', probe: probe(2) })).toEqual(newer);
    const ended = shown(probe(3, 'done'));
    expect(reduceProbe(ended, { type: 'received', probe: probe(4) })).toEqual(ended);
    expect(reduceProbe(newer, { type: 'received', probe: probe(1, 'failed') })).toEqual(
      shown(probe(1, 'failed')),
    );
  });

  it('says that the connection is back, unless there is nothing more to come', () => {
    const lost = reduceProbe(shown(probe(1)), { type: 'lost' });
    expect(lost).toMatchObject({ connection: 'lost' });
    const back = reduceProbe(lost, { type: 'received', probe: probe(2) });
    expect(back).toMatchObject({ connection: 'regained' });
    expect(reduceProbe(back, { type: 'settled' })).toMatchObject({ connection: 'live' });
    expect(reduceProbe(lost, { type: 'received', probe: probe(2, 'done') })).toMatchObject({
      connection: 'live',
    });
  });

  it('takes nothing from the screen because of a problem', () => {
    const problem = { kind: 'unknown-check' } as const;
    expect(reduceProbe(shown(probe(1)), { type: 'failed', problem })).toEqual({
      ...shown(probe(1)),
      connection: 'expired',
    });
    expect(reduceProbe({ kind: 'loading' }, { type: 'failed', problem })).toEqual({
      kind: 'problem',
      problem,
    });
    expect(reduceProbe({ kind: 'loading' }, { type: 'lost' })).toMatchObject({
      problem: { kind: 'unreachable' },
    });
  });
});
