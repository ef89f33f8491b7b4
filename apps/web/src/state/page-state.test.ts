import { describe, expect, it } from 'vitest';

import { INITIAL_STATE, type PageEvent, type PageState, reducePage } from './page-state.js';
import { aCheck, anObservation } from './test-check.js';

const check = aCheck();
const newer = aCheck({ observations: [anObservation()] });

function after(...events: readonly PageEvent[]): PageState {
  return events.reduce(reducePage, INITIAL_STATE);
}

describe('reducePage', () => {
  it('shows a created check before the live connection stands', () => {
    expect(after({ type: 'created', check })).toEqual({ kind: 'check', check, connection: 'connecting' });
  });

  it('is live after the first answer', () => {
    expect(after({ type: 'created', check }, { type: 'received', check: newer })).toEqual({
      kind: 'check',
      check: newer,
      connection: 'live',
    });
  });

  it('shows the check of an answer, and says nothing about the connection by that', () => {
    const lost = after({ type: 'received', check }, { type: 'lost' });
    expect(reducePage(lost, { type: 'answered', check: newer })).toEqual({
      kind: 'check',
      check: newer,
      connection: 'lost',
    });
    expect(
      reducePage(reducePage(lost, { type: 'answered', check: newer }), { type: 'answered', check }),
    ).toMatchObject({ check: newer });
    expect(after({ type: 'answered', check })).toEqual(INITIAL_STATE);
  });

  it('keeps the check while the connection is lost, and says when it is back', () => {
    const lost = after({ type: 'received', check }, { type: 'lost' });
    expect(lost).toEqual({ kind: 'check', check, connection: 'lost' });
    const regained = reducePage(lost, { type: 'received', check: newer });
    expect(regained).toEqual({ kind: 'check', check: newer, connection: 'regained' });
    expect(reducePage(regained, { type: 'settled' })).toEqual({
      kind: 'check',
      check: newer,
      connection: 'live',
    });
  });

  it('goes on saying that the connection is back when more arrives', () => {
    const state = after({ type: 'received', check }, { type: 'lost' }, { type: 'received', check });
    expect(reducePage(state, { type: 'received', check: newer })).toMatchObject({ connection: 'regained' });
  });

  it('does not go back to an older state that was overtaken on its way', () => {
    const state = after({ type: 'received', check: newer }, { type: 'received', check });
    expect(state).toMatchObject({ check: newer });
  });

  it('keeps the results when the server forgets the check, and says so even after the connection breaks', () => {
    const state = after(
      { type: 'received', check: newer },
      { type: 'failed', problem: { kind: 'unknown-check' } },
      { type: 'lost' },
    );
    expect(state).toEqual({ kind: 'check', check: newer, connection: 'expired' });
  });

  it('takes a server in trouble for a lost connection when there are results', () => {
    const state = after(
      { type: 'received', check },
      { type: 'failed', problem: { kind: 'server', detail: 'x' } },
    );
    expect(state).toEqual({ kind: 'check', check, connection: 'lost' });
  });

  it('shows a problem when there is no check, and the check once it comes after all', () => {
    const state = after({ type: 'lost' });
    expect(state).toEqual({ kind: 'problem', problem: { kind: 'unreachable' } });
    expect(reducePage(state, { type: 'received', check })).toMatchObject({
      kind: 'check',
      connection: 'live',
    });
  });
});
