/** What a watch prints: reports for people and programs, or what is new and nothing else. */
import type { WatchReportBody } from '#contracts';
import { printableJson } from '#text';
import { type Channel, delayUntilNext } from '#watch';

import { duration, moment } from '../report/moment.js';
import { terminalStyle } from '../terminal-style.js';
import { outputChannel } from './output-channel.js';
import { formatReport } from './format-report.js';
import type { WatchFlags } from './watch-options.js';

export class WatchPrinter {
  /** Undefined: every look is printed in full, so that nothing is new. */
  readonly channel: Channel | undefined;
  private readonly asJson: boolean;
  private readonly isQuiet: boolean;
  /** Between two looks, in milliseconds; undefined: there is one. */
  private readonly everyMs: number | undefined;
  private readonly began = performance.now();
  private looks = 0;
  private hasChanges = false;

  constructor({ json, quiet, every }: WatchFlags) {
    this.asJson = json === true;
    this.isQuiet = quiet === true;
    this.everyMs = every;
    const isFull = !this.isQuiet && !this.stays;
    const print = (text: string) => void process.stdout.write(text);
    this.channel = isFull
      ? undefined
      : outputChannel(
          (text) => this.onChange(text, print),
          () => this.isInFull(),
        );
  }

  report(report: WatchReportBody): void {
    const isNew = this.hasChanges;
    this.hasChanges = false;
    const isFull = this.isInFull();
    this.looks += 1;
    if (this.asJson) {
      if (!this.isQuiet || isNew) process.stdout.write(`${printableJson(report, this.stays ? 0 : 2)}\n`);
      return;
    }
    if (isFull) process.stdout.write(formatReport(report, terminalStyle()) + this.nextLook());
  }

  private get stays(): boolean {
    return this.everyMs !== undefined;
  }

  /** Who sees nothing more for hours is not to take it for one that has stopped. */
  private nextLook(): string {
    if (this.everyMs === undefined) return '';
    const now = Date.now();
    const next = now + delayUntilNext(this.everyMs, performance.now() - this.began);
    return `Checks again every ${duration(this.everyMs)}, next at ${moment(next, now)}, and prints only what is new\n`;
  }

  private onChange(text: string, print: (text: string) => void): void {
    this.hasChanges = true;
    if (!this.asJson) print(text);
  }

  /** A watch that stays begins with the whole. */
  private isInFull(): boolean {
    return !this.isQuiet && !this.asJson && (!this.stays || this.looks === 0);
  }
}
