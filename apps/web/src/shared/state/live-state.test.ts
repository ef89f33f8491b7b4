import { describe, expect, it } from 'vitest';

import { type LiveEvent, type LiveState, liveReducer, LOADING } from './live-state.js';

interface Body {
  readonly revision: number;
  readonly ended?: boolean;
}

const rules = {
  isOlder: (next: Body, shown: Body) => next.revision < shown.revision,
  startsOver: true,
  hasEnded: ({ ended }: Body) => ended === true,
};
const reduce = liveReducer<Body>(rules);
const body = { revision: 1 };
const newer = { revision: 2 };

function after(...events: readonly LiveEvent<Body>[]): LiveState<Body> {
  return events.reduce(reduce, LOADING);
}

describe('liveReducer', () => {
  it('shows what was opened before the live connection stands, and is live after the first answer', () => {
    const opened = after({ type: 'opened', body });
    expect(opened).toEqual({ kind: 'shown', body, connection: 'connecting' });
    expect(reduce(opened, { type: 'received', body: newer })).toEqual({
      kind: 'shown',
      body: newer,
      connection: 'live',
    });
  });

  it('shows the body of an answer, which says nothing about the connection', () => {
    const lost = after({ type: 'received', body }, { type: 'lost' });
    const answered = reduce(lost, { type: 'answered', body: newer });
    expect(answered).toEqual({ kind: 'shown', body: newer, connection: 'lost' });
    expect(reduce(answered, { type: 'answered', body })).toMatchObject({ body: newer });
    expect(after({ type: 'answered', body })).toEqual(LOADING);
  });

  it('keeps what is shown while the connection is lost, and says when it is back', () => {
    const lost = after({ type: 'received', body }, { type: 'lost' });
    expect(lost).toEqual({ kind: 'shown', body, connection: 'lost' });
    const regained = reduce(lost, { type: 'received', body: newer });
    expect(regained).toEqual({ kind: 'shown', body: newer, connection: 'regained' });
    expect(reduce(regained, { type: 'received', body: newer })).toMatchObject({ connection: 'regained' });
    expect(reduce(regained, { type: 'settled' })).toMatchObject({ connection: 'live' });
  });

  it('says that the server is full, and that the connection is back once it is', () => {
    expect(after({ type: 'refused' })).toEqual({ kind: 'problem', problem: { kind: 'full' } });
    const refused = after({ type: 'opened', body }, { type: 'refused' });
    expect(refused).toEqual({ kind: 'shown', body, connection: 'refused' });
    expect(reduce(refused, { type: 'lost' })).toMatchObject({ connection: 'lost' });
    expect(reduce(refused, { type: 'received', body: newer })).toEqual({
      kind: 'shown',
      body: newer,
      connection: 'regained',
    });
    const expired = after({ type: 'received', body }, { type: 'failed', problem: { kind: 'unknown' } });
    expect(reduce(expired, { type: 'refused' })).toMatchObject({ connection: 'expired' });
  });

  it('says nothing of a regained connection when nothing more can come', () => {
    const lost = after({ type: 'received', body }, { type: 'lost' });
    expect(reduce(lost, { type: 'received', body: { revision: 2, ended: true } })).toMatchObject({
      connection: 'live',
    });
  });

  it('does not go back to an older body that was overtaken', () => {
    expect(after({ type: 'received', body: newer }, { type: 'received', body })).toMatchObject({
      body: newer,
    });
  });

  it('takes what comes first after a loss as it is, since the server may have gone back, where that is so', () => {
    const lost = after({ type: 'received', body: newer }, { type: 'lost' });
    const regained = reduce(lost, { type: 'received', body });
    expect(regained).toMatchObject({ body, connection: 'regained' });
    expect(reduce(regained, { type: 'received', body: { revision: 0 } })).toMatchObject({ body });
    const keeping = liveReducer<Body>({ ...rules, startsOver: false });
    expect(keeping(lost, { type: 'received', body })).toMatchObject({ body: newer });
  });

  it('keeps what is shown when the server has deleted it, and says so whatever the connection does', () => {
    const expired = after(
      { type: 'received', body },
      { type: 'failed', problem: { kind: 'unknown' } },
      { type: 'lost' },
    );
    expect(expired).toEqual({ kind: 'shown', body, connection: 'expired' });
  });

  it('takes a server in trouble for a lost connection when there are results', () => {
    const problem = { kind: 'server', detail: 'x' } as const;
    expect(after({ type: 'received', body }, { type: 'failed', problem })).toEqual({
      kind: 'shown',
      body,
      connection: 'lost',
    });
  });

  it('shows a problem when there is nothing to show, and the body once it comes after all', () => {
    const unreachable = after({ type: 'lost' });
    expect(unreachable).toEqual({ kind: 'problem', problem: { kind: 'unreachable' } });
    expect(after({ type: 'failed', problem: { kind: 'unknown' } })).toEqual({
      kind: 'problem',
      problem: { kind: 'unknown' },
    });
    expect(reduce(unreachable, { type: 'received', body })).toMatchObject({
      kind: 'shown',
      connection: 'live',
    });
  });
});
