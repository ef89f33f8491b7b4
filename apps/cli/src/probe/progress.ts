/** What is running, on a terminal and only there: a few lines on standard error that are drawn anew in their place. */
import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import type { WriteStream } from 'node:tty';

import type { ProbeStepBody } from '#contracts';

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

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const REDRAW_MS = 100;
const MAX_RUNNING = 6;

export class TerminalProgress implements Progress {
  /** By target, what it does now. */
  private readonly running = new Map<string, string>();
  private readonly startedAt = performance.now();
  private readonly timer: NodeJS.Timeout;
  private done = 0;
  private drawn = 0;
  private frame = 0;

  constructor(
    private readonly stream: WriteStream,
    private readonly total: number,
  ) {
    this.timer = setInterval(() => this.draw(), REDRAW_MS);
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
    if (this.drawn === 0) return;
    moveCursor(this.stream, 0, -this.drawn);
    cursorTo(this.stream, 0);
    clearScreenDown(this.stream);
    this.drawn = 0;
  }

  end(): void {
    clearInterval(this.timer);
    this.clear();
  }

  private draw(): void {
    this.clear();
    const lines = this.lines().map((line) => line.slice(0, this.stream.columns - 1));
    this.stream.write(lines.map((line) => `${line}\n`).join(''));
    this.drawn = lines.length;
  }

  private lines(): string[] {
    this.frame = (this.frame + 1) % FRAMES.length;
    const seconds = ((performance.now() - this.startedAt) / 1000).toFixed(1);
    const count = this.total === 1 ? 'probing' : `${this.done} of ${this.total} targets probed`;
    const running = [...this.running.values()];
    const hidden = running.length - MAX_RUNNING;
    return [
      `${FRAMES[this.frame] ?? ''} ${count}, ${seconds} s`,
      ...running.slice(0, MAX_RUNNING).map((text) => `  ${printable(text)}`),
      ...(hidden > 0 ? [`  and ${hidden} more`] : []),
    ];
  }
}
