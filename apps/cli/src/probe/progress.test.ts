import type { WriteStream } from 'node:tty';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ProbeStepBody } from '#contracts';

import { TerminalProgress } from './progress.js';

const REDRAW_MS = 100;

function step(host: string | null, address: string | null, text: string): ProbeStepBody {
  return { at: '2026-11-01T12:00:00.000Z', host, address, state: 'running', text };
}

/** As much of a terminal as is written to. */
function terminal(columns: number): { stream: WriteStream; written: string[] } {
  const written: string[] = [];
  const write = (text: string): boolean => {
    written.push(text);
    return true;
  };
  return { stream: { columns, rows: 24, write } as unknown as WriteStream, written };
}

describe('TerminalProgress', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows what each target does now, and forgets those that are finished', () => {
    const { stream, written } = terminal(80);
    const progress = new TerminalProgress(stream, 2);
    progress.step('a.test', step('mx.a.test', '192.0.2.1', 'TLS handshake'));
    progress.step('b.test', step('b.test', null, 'looking up'));
    vi.advanceTimersByTime(REDRAW_MS);
    expect(written.at(-1)?.split('\n').slice(1)).toEqual([
      '  a.test  mx.a.test  192.0.2.1  TLS handshake',
      '  b.test  looking up',
      '',
    ]);
    progress.finished('a.test');
    vi.advanceTimersByTime(REDRAW_MS);
    expect(written.at(-1)).toMatch(/^. 1 of 2 targets probed, [\d.]+ s\n {2}b\.test {2}looking up\n$/);
    progress.end();
  });

  it('fits the terminal: in width, and with few lines however many targets', () => {
    const { stream, written } = terminal(30);
    const progress = new TerminalProgress(stream, 50);
    for (let index = 0; index < 50; index += 1) {
      progress.step(`host${index}.test`, step(null, null, 'x'.repeat(100)));
    }
    vi.advanceTimersByTime(REDRAW_MS);
    const lines = written.at(-1)?.trimEnd().split('\n') ?? [];
    expect(lines).toHaveLength(8);
    expect(lines.at(-1)).toBe('  and 44 more');
    expect(lines.filter((line) => line.length >= 30)).toEqual([]);
    progress.end();
  });

  it('leaves nothing behind, and draws no more, at its end', () => {
    const { stream, written } = terminal(80);
    const progress = new TerminalProgress(stream, 1);
    progress.step('a.test', step(null, null, 'evil \u001b[2J'));
    vi.advanceTimersByTime(REDRAW_MS);
    expect(written.join('')).not.toContain('\u001b[2J');
    progress.end();
    // Two lines up, to the beginning of the line, and everything below taken away.
    expect(written.slice(-3)).toEqual(['\u001b[2A', '\u001b[1G', '\u001b[0J']);
    const count = written.length;
    vi.advanceTimersByTime(10 * REDRAW_MS);
    expect(written).toHaveLength(count);
  });
});
