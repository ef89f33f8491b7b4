import { describe, expect, it } from 'vitest';

import { SparingLog } from './sparing-log.js';

describe('SparingLog', () => {
  it('says each message once in a while, and how often it was silent', () => {
    const lines: unknown[][] = [];
    const write = (...line: unknown[]): void => void lines.push(line);
    let now = 0;
    const log = new SparingLog({ warn: write, error: write }, () => now);
    for (let count = 0; count < 5; count += 1) log.warn('a', { count });
    log.error('b');
    now = 10_000;
    log.warn('a', { count: 5 });
    log.warn('a', { count: 6 });
    now = 20_000;
    log.warn('a', { count: 7 });
    expect(lines).toEqual([
      [{ count: 0 }, 'a'],
      [{}, 'b'],
      [{ count: 5, before: 4 }, 'a'],
      [{ count: 7, before: 1 }, 'a'],
    ]);
  });

  it('says once a minute what lasts, whichever way it shows', () => {
    const lines: unknown[][] = [];
    const write = (...line: unknown[]): void => void lines.push(line);
    let now = 0;
    const log = SparingLog.ofStates({ warn: write, error: write }, () => now);
    log.error('cannot be read', {}, 'full');
    log.error('cannot be written', {}, 'full');
    now = 59_999;
    log.error('cannot be written', {}, 'full');
    now = 60_000;
    log.error('cannot be written', {}, 'full');
    expect(lines).toEqual([
      [{}, 'cannot be read'],
      [{ before: 2 }, 'cannot be written'],
    ]);
  });
});
