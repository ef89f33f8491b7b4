import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createLogger } from '#logging';

import { shutDown } from './shut-down.js';

/** What was logged while an app closed in the given way, and the exit code. */
function closing(close: () => Promise<void>) {
  const lines: unknown[] = [];
  const logger = createLogger({ level: 'info', pretty: false }, 'api', {
    write: (line: string) => {
      lines.push(JSON.parse(line));
    },
  });
  return { lines, code: shutDown({ close }, 8_000, logger) };
}

const errorLine = (message: string) => ({
  level: 'error',
  msg: 'the shutdown was not clean',
  err: { message },
});

describe('shutDown', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('answers 0 and says nothing when the app closes', async () => {
    const { lines, code } = closing(() => Promise.resolve());
    expect(await code).toBe(0);
    expect(lines).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('answers 1 and logs why when the app fails to close', async () => {
    const { lines, code } = closing(() => Promise.reject(new Error('disk full')));
    expect(await code).toBe(1);
    expect(lines).toMatchObject([errorLine('disk full')]);
  });

  it('answers 1 and logs it when the app is still closing after 8 seconds', async () => {
    const { lines, code } = closing(() => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(7_999);
    expect(lines).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await code).toBe(1);
    expect(lines).toMatchObject([errorLine('not closed after 8 seconds')]);
  });
});
