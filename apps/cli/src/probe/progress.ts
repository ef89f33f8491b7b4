/** What is running, on a terminal and only there, on standard error. */
import type { WriteStream } from 'node:tty';

import type { ProbeStepBody } from '#contracts';

import { LiveLines } from '../live-lines.js';
import { printable } from '../printable.js';

export interface Progress {
  step(target: string, step: ProbeStepBody): void;
  finished(target: string): void;
  /** Takes the lines away, so that something else can be printed in their place. */
  clear(): void;
  end(): void;
}

export const noProgress: Progress = {
  step: () => undefined,
  finished: () => undefined,
  clear: () => undefined,
  end: () => undefined,
};

const MAX_RUNNING = 6;

export class TerminalProgress implements Progress {
  /** By target, what it does now. */
  private readonly running = new Map<string, string>();
  private readonly startedAt = performance.now();
  private readonly live: LiveLines;
  private done = 0;

  constructor(
    stream: WriteStream,
    private readonly total: number,
  ) {
    this.live = new LiveLines(stream, (sign) => this.lines(sign));
  }

  step(target: string, { host, address, text }: ProbeStepBody): void {
    const where = [host === target ? null : host, address].filter((part) => part !== null);
    this.running.set(target, [target, ...where, text].join('  '));
  }

  finished(target: string): void {
    this.running.delete(target);
    this.done += 1;
  }

  clear(): void {
    this.live.clear();
  }

  end(): void {
    this.live.end();
  }

  private lines(sign: string): string[] {
    const seconds = ((performance.now() - this.startedAt) / 1000).toFixed(1);
    const count = this.total === 1 ? 'probing' : `${this.done} of ${this.total} targets probed`;
    const running = [...this.running.values()];
    const hidden = running.length - MAX_RUNNING;
    return [
      `${sign} ${count}, ${seconds} s`,
      ...running.slice(0, MAX_RUNNING).map((text) => `  ${printable(text)}`),
      ...(hidden > 0 ? [`  and ${hidden} more`] : []),
    ];
  }
}
