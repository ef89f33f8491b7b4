/**
 * Receivers that share a port have read the same certificates: once one of them has others, those that are behind get no
 * connection before they have them, too. A rollover, whose connections all reach one receiver, can rely on what that presents.
 */
import type { ChildProcess } from 'node:child_process';

/** To read them, with a handshake for each. */
const PATIENCE_MS = 10_000;

export class SameCertificates {
  private readonly known = new Map<ChildProcess, string>();
  private latest = '';
  private timer: NodeJS.Timeout | undefined;

  /** @param giveUp called with each that is behind for too long */
  constructor(private readonly giveUp: (child: ChildProcess) => void) {}

  has(child: ChildProcess): boolean {
    return this.known.get(child) === this.latest;
  }

  /** A receiver has read these. What came last is what is in the files. */
  hear(child: ChildProcess, certificates: string): void {
    this.known.set(child, certificates);
    if (certificates === this.latest) return;
    this.latest = certificates;
    for (const late of this.late()) late.kill('SIGHUP');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.late().forEach(this.giveUp), PATIENCE_MS).unref();
  }

  forget(child: ChildProcess): void {
    this.known.delete(child);
  }

  private late(): ChildProcess[] {
    return [...this.known.keys()].filter((child) => !this.has(child));
  }
}
