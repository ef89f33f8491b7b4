/** The table of docs/senders.md, made of what a check says. */
import { describe, expect, it } from 'vitest';

import type { CheckBody, ResultBody } from '#contracts';

import { cellOf } from '../lab/matrix/senders-page.js';

function columnWith(result: Partial<ResultBody>, wasCut = false) {
  const results = [{ scenario: 'wrong', requirement: 'required', conclusion: 'pass', ...result }];
  return { check: { servers: [{ results }], observations: [] } as unknown as CheckBody, wasCut };
}

describe('a cell of the table of senders', () => {
  it.each<[Partial<ResultBody>, string]>([
    [{ state: 'delivered', conclusion: 'pass' }, 'TLS'],
    [{ state: 'delivered', conclusion: 'fail' }, 'TLS ✗'],
    [{ state: 'delivered-in-clear', conclusion: 'fail', requirement: 'recommended' }, 'clear (✗)'],
    [{ state: 'refused' }, 'no'],
    [{ state: 'likely-refused' }, 'no'],
    [{ state: 'lost' }, '?'],
    [{ state: 'not-tested' }, '·'],
  ])('of %o is %s', (result, cell) => {
    expect(cellOf(columnWith(result), 'wrong')).toBe(cell);
  });

  it.each<[Partial<ResultBody>, string]>([
    [{ finding: 'refused-before-change', state: 'refused' }, 'no → ·'],
    [{ finding: 'followed-new-policy', state: 'delivered' }, 'no → TLS'],
    [{ finding: 'kept-withdrawn-policy', state: 'refused' }, 'no → no'],
    [{ finding: 'forgot-withdrawn-policy', conclusion: 'fail', requirement: 'recommended' }, 'no → TLS (✗)'],
    [{ finding: 'delivered-without-policy', state: 'not-judged' }, 'TLS'],
    [{ finding: 'left-under-policy', state: 'left' }, 'left'],
  ])('where a policy changes, of %o is %s', (result, cell) => {
    expect(cellOf(columnWith(result), 'wrong')).toBe(cell);
  });

  it('says that the time was up, rather than that nothing came', () => {
    expect(cellOf(columnWith({ state: 'not-tested' }, true), 'wrong')).toBe('…');
    expect(cellOf(columnWith({ state: 'delivered' }, true), 'wrong')).toBe('TLS');
  });
});
