import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { CheckReading } from '../checks/checks.service.js';
import { WatchedCheck } from './watched-check.js';

const reading = (revision: number, changesAt: number | null = null, ...shared: string[]) =>
  ({ revision, changesAt, sharedClients: new Set(shared) }) as unknown as CheckReading;

/** A check whose readings end when the test says so. */
function setUp() {
  const pending: { resolve(reading: CheckReading | null): void; reject(error: Error): void }[] = [];
  const seen: string[] = [];
  const failed = vi.fn();
  const check = new WatchedCheck({
    read: () =>
      new Promise((resolve, reject) => {
        pending.push({ resolve, reject });
      }),
    push: ({ revision }) => seen.push(`push ${revision}`),
    gone: () => seen.push('gone'),
    failed,
    now: () => Date.now(),
  });
  const tell = () => check.tell((answer) => seen.push(answer === null ? 'none' : `told ${answer.revision}`));
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return { check, pending, seen, failed, tell, settle };
}

describe('WatchedCheck', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells a new watcher the state without pushing it to the others', async () => {
    const { pending, seen, tell } = setUp();
    const told = tell();
    pending[0]?.resolve(reading(1));
    await told;
    expect(seen).toEqual(['told 1']);
  });

  it('is read again when another check is mailed from an address that it shares, and only then', async () => {
    const { check, pending, seen, tell, settle } = setUp();
    const told = tell();
    pending[0]?.resolve(reading(1, null, '192.0.2.1'));
    await told;
    await settle();
    check.mailedFrom(new Set(['192.0.2.2']));
    expect(pending).toHaveLength(1);
    check.mailedFrom(new Set(['192.0.2.1', '192.0.2.2']));
    expect(pending).toHaveLength(2);
    pending[1]?.resolve(reading(2));
    await settle();
    expect(seen).toEqual(['told 1', 'push 2']);
  });

  it('is read again when that happened while it was read', async () => {
    const { check, pending, seen, tell, settle } = setUp();
    const told = tell();
    check.mailedFrom(new Set(['192.0.2.1']));
    pending[0]?.resolve(reading(1, null, '192.0.2.1'));
    await told;
    await settle();
    expect(pending).toHaveLength(2);
    pending[1]?.resolve(reading(2, null, '192.0.2.1'));
    await settle();
    expect(seen).toEqual(['told 1', 'push 2']);
    expect(pending).toHaveLength(2);
  });

  it('reads once for all that happened during a reading, and never two at a time', async () => {
    const { check, pending, seen, tell, settle } = setUp();
    const told = tell();
    check.refresh();
    check.refresh();
    check.refresh();
    expect(pending).toHaveLength(1);
    pending[0]?.resolve(reading(1));
    await told;
    await settle();
    expect(pending).toHaveLength(2);
    pending[1]?.resolve(reading(2));
    await settle();
    expect(seen).toEqual(['told 1', 'push 2']);
    expect(pending).toHaveLength(2);
  });

  it('pushes by itself when time alone changes the verdict', async () => {
    const { check, pending, seen, settle } = setUp();
    check.refresh();
    pending[0]?.resolve(reading(1, Date.now() + 60_000));
    await settle();
    await vi.advanceTimersByTimeAsync(59_999);
    expect(pending).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    pending[1]?.resolve(reading(2));
    await settle();
    expect(seen).toEqual(['push 1', 'push 2']);
  });

  it('is gone for those who watch it when a new watcher finds it gone', async () => {
    const { pending, seen, tell } = setUp();
    const told = tell();
    pending[0]?.resolve(null);
    await told;
    expect(seen).toEqual(['none', 'gone']);
  });

  it('waits longer than a timer of Node can', async () => {
    const { check, pending, settle } = setUp();
    check.refresh();
    pending[0]?.resolve(reading(1, Date.now() + 60 * 86_400_000));
    await settle();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(pending).toHaveLength(1);
  });

  it('pushes late what could not be read, and tells the waiting watcher at once', async () => {
    const { check, pending, seen, failed, tell, settle } = setUp();
    check.refresh();
    const told = expect(tell()).rejects.toThrow('locked');
    pending[0]?.reject(new Error('busy'));
    await settle();
    pending[1]?.reject(new Error('locked'));
    await told;
    await vi.advanceTimersByTimeAsync(1_000);
    pending[2]?.resolve(reading(3));
    await settle();
    expect(seen).toEqual(['push 3']);
    expect(failed).toHaveBeenCalledTimes(2);
  });

  it('is silent once closed, even while it reads', async () => {
    const { check, pending, seen, settle } = setUp();
    check.refresh();
    check.close();
    pending[0]?.resolve(reading(1, Date.now() + 5));
    await settle();
    check.refresh();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen).toEqual([]);
    expect(pending).toHaveLength(1);
  });
});
